#include "CVectorMath.h"
void discover_placeholder_CVectorMath(void) {}
