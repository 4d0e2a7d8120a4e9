#ifndef X_CVectorMath
#define X_CVectorMath
void discover_placeholder_CVectorMath(void);
#endif
