#include "CVectorMathAVX2.h"
void discover_placeholder_CVectorMathAVX2(void) {}
