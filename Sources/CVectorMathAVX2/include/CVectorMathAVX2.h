#ifndef X_CVectorMathAVX2
#define X_CVectorMathAVX2
void discover_placeholder_CVectorMathAVX2(void);
#endif
