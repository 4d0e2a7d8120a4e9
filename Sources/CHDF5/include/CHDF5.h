#ifndef DISCOVER_CHDF5_H
#define DISCOVER_CHDF5_H
/* Debian keeps the serial library's headers in a folder of their own. */
#if __has_include(<hdf5.h>)
#include <hdf5.h>
#else
#include </usr/include/hdf5/serial/hdf5.h>
#endif
#include <unistd.h>

/* The library is opened when it is needed first: with all that it depends on it would take a third of the start of every
   command. The functions of hdf5.h that are used are defined in CHDF5.c and pass their arguments on. */

/* Opens the library; 0 when it is not there. Every other function then fails. */
int discover_h5_load(void);

/* HDF5's constants are macros with side effects, which Swift cannot import. */
hid_t discover_h5_native_double(void);
hid_t discover_h5_c_string(void);
hid_t discover_h5_native_short(void);
hid_t discover_h5_file_access(void);
hid_t discover_h5_file_creation(void);
hid_t discover_h5_dataset_creation(void);
void discover_h5_silence(void);
static inline unsigned discover_h5_read_only(void) { return 0; }
static inline unsigned discover_h5_truncate(void) { return 2; }
static inline hid_t discover_h5_default(void) { return 0; }
static inline size_t discover_h5_variable_length(void) { return (size_t)-1; }

/* Swift hides fork: here the child only reads a file image and exits. */
static inline pid_t discover_fork(void) { return fork(); }
#endif
