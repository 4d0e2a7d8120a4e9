/* The functions of HDF5 that are used, with the library opened at the first call. */
#include "CHDF5.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

/* The names of the shared library whose interface hdf5.h describes, Debian's first. */
#if H5_VERS_MAJOR == 1 && H5_VERS_MINOR <= 10
#define SONAME ".103"
#elif H5_VERS_MAJOR == 1 && H5_VERS_MINOR <= 12
#define SONAME ".200"
#else
#define SONAME ".310"
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void *library;

static void open_library(void) {
    static const char *const names[] = {
        "libhdf5_serial.so" SONAME, "libhdf5.so" SONAME, "libhdf5_serial.so", "libhdf5.so"};
    for (size_t index = 0; index < sizeof names / sizeof *names && !library; index++) {
        library = dlopen(names[index], RTLD_LAZY | RTLD_LOCAL);
    }
    if (!library) return;
    herr_t (*start)(void) = (herr_t(*)(void))dlsym(library, "H5open");
    if (!start || start() < 0) library = NULL;
}

int discover_h5_load(void) {
    pthread_once(&once, open_library);
    return library != NULL;
}

static void *symbol(const char *name) { return discover_h5_load() ? dlsym(library, name) : NULL; }

#define CONSTANT(function, name)                                      \
    hid_t function(void) {                                            \
        hid_t *value = (hid_t *)symbol(name);                         \
        return value ? *value : -1;                                   \
    }

CONSTANT(discover_h5_native_double, "H5T_NATIVE_DOUBLE_g")
CONSTANT(discover_h5_native_short, "H5T_NATIVE_SHORT_g")
CONSTANT(discover_h5_c_string, "H5T_C_S1_g")
CONSTANT(discover_h5_file_access, "H5P_CLS_FILE_ACCESS_ID_g")
CONSTANT(discover_h5_file_creation, "H5P_CLS_FILE_CREATE_ID_g")
CONSTANT(discover_h5_dataset_creation, "H5P_CLS_DATASET_CREATE_ID_g")

void discover_h5_silence(void) {
    herr_t (*set)(hid_t, H5E_auto2_t, void *) = (herr_t(*)(hid_t, H5E_auto2_t, void *))symbol("H5Eset_auto2");
    if (set) set(H5E_DEFAULT, NULL, NULL);
}

/* One function of the library: its type comes from hdf5.h, `failure` is what it returns when it cannot be called. */
#define FORWARD(type, failure, name, parameters, arguments)           \
    type name parameters {                                            \
        __typeof__(&name) function = (__typeof__(&name))symbol(#name); \
        return function ? function arguments : (type)failure;         \
    }

FORWARD(herr_t, -1, H5Aclose, (hid_t attr_id), (attr_id))
FORWARD(hid_t, -1, H5Acreate2,
        (hid_t loc_id, const char *attr_name, hid_t type_id, hid_t space_id, hid_t acpl_id, hid_t aapl_id),
        (loc_id, attr_name, type_id, space_id, acpl_id, aapl_id))
FORWARD(htri_t, -1, H5Aexists, (hid_t obj_id, const char *attr_name), (obj_id, attr_name))
FORWARD(hid_t, -1, H5Aget_space, (hid_t attr_id), (attr_id))
FORWARD(hid_t, -1, H5Aget_type, (hid_t attr_id), (attr_id))
FORWARD(hid_t, -1, H5Aopen, (hid_t obj_id, const char *attr_name, hid_t aapl_id), (obj_id, attr_name, aapl_id))
FORWARD(herr_t, -1, H5Aread, (hid_t attr_id, hid_t type_id, void *buf), (attr_id, type_id, buf))
FORWARD(herr_t, -1, H5Awrite, (hid_t attr_id, hid_t type_id, const void *buf), (attr_id, type_id, buf))
FORWARD(herr_t, -1, H5Dclose, (hid_t dset_id), (dset_id))
FORWARD(hid_t, -1, H5Dcreate2,
        (hid_t loc_id, const char *name, hid_t type_id, hid_t space_id, hid_t lcpl_id, hid_t dcpl_id, hid_t dapl_id),
        (loc_id, name, type_id, space_id, lcpl_id, dcpl_id, dapl_id))
FORWARD(hid_t, -1, H5Dget_create_plist, (hid_t dset_id), (dset_id))
FORWARD(hid_t, -1, H5Dget_space, (hid_t dset_id), (dset_id))
FORWARD(hid_t, -1, H5Dget_type, (hid_t dset_id), (dset_id))
FORWARD(herr_t, -1, H5Dread,
        (hid_t dset_id, hid_t mem_type_id, hid_t mem_space_id, hid_t file_space_id, hid_t dxpl_id, void *buf),
        (dset_id, mem_type_id, mem_space_id, file_space_id, dxpl_id, buf))
FORWARD(herr_t, -1, H5Dvlen_reclaim,
        (hid_t type_id, hid_t space_id, hid_t dxpl_id, void *buf),
        (type_id, space_id, dxpl_id, buf))
FORWARD(herr_t, -1, H5Dwrite,
        (hid_t dset_id, hid_t mem_type_id, hid_t mem_space_id, hid_t file_space_id, hid_t dxpl_id, const void *buf),
        (dset_id, mem_type_id, mem_space_id, file_space_id, dxpl_id, buf))
FORWARD(herr_t, -1, H5Fclose, (hid_t file_id), (file_id))
FORWARD(hid_t, -1, H5Fcreate,
        (const char *filename, unsigned flags, hid_t fcpl_id, hid_t fapl_id),
        (filename, flags, fcpl_id, fapl_id))
FORWARD(hid_t, -1, H5Fopen, (const char *filename, unsigned flags, hid_t fapl_id), (filename, flags, fapl_id))
FORWARD(herr_t, -1, H5Gclose, (hid_t group_id), (group_id))
FORWARD(hid_t, -1, H5Gcreate2,
        (hid_t loc_id, const char *name, hid_t lcpl_id, hid_t gcpl_id, hid_t gapl_id),
        (loc_id, name, lcpl_id, gcpl_id, gapl_id))
FORWARD(hid_t, -1, H5Gget_create_plist, (hid_t group_id), (group_id))
FORWARD(herr_t, -1, H5Gget_info, (hid_t loc_id, H5G_info_t *ginfo), (loc_id, ginfo))
FORWARD(H5I_type_t, -1, H5Iget_type, (hid_t id), (id))
FORWARD(herr_t, -1, H5Lcreate_external,
        (const char *file_name, const char *obj_name, hid_t link_loc_id, const char *link_name, hid_t lcpl_id, hid_t lapl_id),
        (file_name, obj_name, link_loc_id, link_name, lcpl_id, lapl_id))
FORWARD(herr_t, -1, H5Lget_info_by_idx,
        (hid_t loc_id, const char *group_name, H5_index_t idx_type, H5_iter_order_t order, hsize_t n, H5L_info_t *linfo, hid_t lapl_id),
        (loc_id, group_name, idx_type, order, n, linfo, lapl_id))
FORWARD(ssize_t, -1, H5Lget_name_by_idx,
        (hid_t loc_id, const char *group_name, H5_index_t idx_type, H5_iter_order_t order, hsize_t n, char *name, size_t size, hid_t lapl_id),
        (loc_id, group_name, idx_type, order, n, name, size, lapl_id))
FORWARD(herr_t, -1, H5Oclose, (hid_t object_id), (object_id))
FORWARD(hid_t, -1, H5Oopen, (hid_t loc_id, const char *name, hid_t lapl_id), (loc_id, name, lapl_id))
FORWARD(herr_t, -1, H5Pclose, (hid_t plist_id), (plist_id))
FORWARD(hid_t, -1, H5Pcreate, (hid_t cls_id), (cls_id))
FORWARD(int, -1, H5Pget_external_count, (hid_t plist_id), (plist_id))
FORWARD(H5D_layout_t, -1, H5Pget_layout, (hid_t plist_id), (plist_id))
FORWARD(herr_t, -1, H5Pget_link_creation_order, (hid_t plist_id, unsigned *crt_order_flags), (plist_id, crt_order_flags))
FORWARD(herr_t, -1, H5Pset_chunk, (hid_t plist_id, int ndims, const hsize_t dim[]), (plist_id, ndims, dim))
FORWARD(herr_t, -1, H5Pset_fapl_core,
        (hid_t fapl_id, size_t increment, hbool_t backing_store),
        (fapl_id, increment, backing_store))
FORWARD(herr_t, -1, H5Pset_file_image, (hid_t fapl_id, void *buf_ptr, size_t buf_len), (fapl_id, buf_ptr, buf_len))
FORWARD(herr_t, -1, H5Pset_link_creation_order, (hid_t plist_id, unsigned crt_order_flags), (plist_id, crt_order_flags))
FORWARD(herr_t, -1, H5Sclose, (hid_t space_id), (space_id))
FORWARD(hid_t, -1, H5Screate_simple, (int rank, const hsize_t dims[], const hsize_t maxdims[]), (rank, dims, maxdims))
FORWARD(int, -1, H5Sget_simple_extent_dims, (hid_t space_id, hsize_t dims[], hsize_t maxdims[]), (space_id, dims, maxdims))
FORWARD(int, -1, H5Sget_simple_extent_ndims, (hid_t space_id), (space_id))
FORWARD(hssize_t, -1, H5Sget_simple_extent_npoints, (hid_t space_id), (space_id))
FORWARD(herr_t, -1, H5Tclose, (hid_t type_id), (type_id))
FORWARD(hid_t, -1, H5Tcopy, (hid_t type_id), (type_id))
FORWARD(hid_t, -1, H5Tcreate, (H5T_class_t type, size_t size), (type, size))
FORWARD(H5T_class_t, -1, H5Tget_class, (hid_t type_id), (type_id))
FORWARD(H5T_class_t, -1, H5Tget_member_class, (hid_t type_id, unsigned membno), (type_id, membno))
FORWARD(char *, 0, H5Tget_member_name, (hid_t type_id, unsigned membno), (type_id, membno))
FORWARD(int, -1, H5Tget_nmembers, (hid_t type_id), (type_id))
FORWARD(size_t, 0, H5Tget_size, (hid_t type_id), (type_id))
FORWARD(herr_t, -1, H5Tinsert,
        (hid_t parent_id, const char *name, size_t offset, hid_t member_id),
        (parent_id, name, offset, member_id))
FORWARD(htri_t, -1, H5Tis_variable_str, (hid_t type_id), (type_id))
FORWARD(herr_t, -1, H5Tset_size, (hid_t type_id, size_t size), (type_id, size))
FORWARD(herr_t, -1, H5free_memory, (void *mem), (mem))
