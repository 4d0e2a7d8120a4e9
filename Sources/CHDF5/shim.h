#ifndef DISCOVER_CHDF5_SHIM_H
#define DISCOVER_CHDF5_SHIM_H
#include <hdf5.h>
#include <unistd.h>

/* HDF5's constants are macros with side effects, which Swift cannot import. */
static inline unsigned discover_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned discover_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline hid_t discover_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t discover_h5_c_string(void) { return H5T_C_S1; }
static inline hid_t discover_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t discover_h5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t discover_h5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t discover_h5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t discover_h5_native_short(void) { return H5T_NATIVE_SHORT; }
static inline size_t discover_h5_variable_length(void) { return H5T_VARIABLE; }
static inline void discover_h5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/* Swift hides fork: here the child only reads a file image and exits. */
static inline pid_t discover_fork(void) { return fork(); }
#endif
