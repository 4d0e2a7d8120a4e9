#ifndef DISCOVER_CZLIB_SHIM_H
#define DISCOVER_CZLIB_SHIM_H
#include <zlib.h>
#endif
