#ifndef DISCOVER_CCSV_SHIM_H
#define DISCOVER_CCSV_SHIM_H
#include <csv.h>
#endif
