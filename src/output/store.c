#include "output/store.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5_hl.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

/*
 * Measured on 46 datasets of made-up counts (0.31 MB a month, 240 months, three months a flush): level 1 takes 2.2 ms a
 * month and leaves 11.4 MB, level 4 takes 2.8 ms and leaves 10.8 MB, level 6 takes 4.9 ms and leaves 10.5 MB.
 */
enum { SYSTEM_PAGE = 4096, DEFLATE_LEVEL = 1, PACKED_ATTRIBUTES = 100, FAULT_SIZE = 512, PATH_SIZE = 512 };

/* Smaller chunks are not deflated: zlib clears some 200 kB for each, and saves a few hundred bytes. */
enum { DEFLATED_BYTES = 1024 };

/* More than HDF5 takes while it starts. */
enum { STARTING_BYTES = 4 << 20 };

/* What a text of any length takes in a dataset beside its characters, and what HDF5 converts at a time. */
enum { STORED_TEXT_BYTES = 16, CONVERSION_BYTES = 1 << 20 };

enum status store_begin(void)
{
    void *room = NULL;
    enum status status = memory_allocate(&room, STARTING_BYTES, 1);

    /* HDF5 crashes when it lacks memory at its start, so that has to be there. */
    memory_free(&room);
    if (status != STATUS_OK) {
        return status;
    }
    H5dont_atexit();
    if (H5open() < 0 || H5Eset_auto2(H5E_DEFAULT, NULL, NULL) < 0) {
        return status_raise(STATUS_HDF5, "HDF5 does not start");
    }
    return STATUS_OK;
}

struct fault {
    char reason[FAULT_SIZE];
    int error; /* errno, 0 if the system was not to blame */
};

static herr_t fault_collect(unsigned place, const H5E_error2_t *entry, void *data)
{
    struct fault *fault = data;

    if (entry->desc == NULL) {
        return 0;
    }
    if (place == 0) {
        strncpy(fault->reason, entry->desc, FAULT_SIZE - 1);
    }
    const char *error = strstr(entry->desc, "errno = ");
    if (error != NULL && fault->error == 0) {
        fault->error = (int)strtol(error + strlen("errno = "), NULL, 10);
    }
    return 0;
}

enum status store_fault(const char *what)
{
    struct fault fault = {.reason = "HDF5 gave no reason"};

    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, fault_collect, &fault);
    H5Eclear2(H5E_DEFAULT);
    if (fault.error != 0) {
        return status_raise(STATUS_IO, "%s: %s (errno %d)", what, strerror(fault.error), fault.error);
    }
    return status_raise(STATUS_HDF5, "%s: %s", what, fault.reason);
}

hid_t store_memory_type(enum field_type type)
{
    const hid_t types[] = {
        [FIELD_U8] = H5T_NATIVE_UINT8,   [FIELD_U16] = H5T_NATIVE_UINT16, [FIELD_U32] = H5T_NATIVE_UINT32,
        [FIELD_U64] = H5T_NATIVE_UINT64, [FIELD_I32] = H5T_NATIVE_INT32,  [FIELD_I64] = H5T_NATIVE_INT64,
        [FIELD_F32] = H5T_NATIVE_FLOAT,  [FIELD_F64] = H5T_NATIVE_DOUBLE,
    };
    return types[type];
}

hid_t store_file_type(enum field_type type)
{
    const hid_t types[] = {
        [FIELD_U8] = H5T_STD_U8LE,    [FIELD_U16] = H5T_STD_U16LE,  [FIELD_U32] = H5T_STD_U32LE,
        [FIELD_U64] = H5T_STD_U64LE,  [FIELD_I32] = H5T_STD_I32LE,  [FIELD_I64] = H5T_STD_I64LE,
        [FIELD_F32] = H5T_IEEE_F32LE, [FIELD_F64] = H5T_IEEE_F64LE,
    };
    return types[type];
}

enum status store_text_type(hid_t *type)
{
    *type = H5Tcopy(H5T_C_S1);
    return *type < 0 || H5Tset_size(*type, H5T_VARIABLE) < 0 || H5Tset_cset(*type, H5T_CSET_UTF8) < 0
               ? store_fault("the type of texts")
               : STATUS_OK;
}

/* What a dataset holds where nothing was written; a number that no count can be by mistake. */
static const void *fill_value(enum field_type type)
{
    static const uint8_t u8 = UINT8_MAX;
    static const uint16_t u16 = UINT16_MAX;
    static const uint32_t u32 = UINT32_MAX;
    static const uint64_t u64 = UINT64_MAX;
    static const int32_t i32 = INT32_MIN;
    static const int64_t i64 = INT64_MIN;
    static const float f32 = NAN;
    static const double f64 = NAN;
    static const void *const values[] = {
        [FIELD_U8] = &u8,   [FIELD_U16] = &u16, [FIELD_U32] = &u32, [FIELD_U64] = &u64,
        [FIELD_I32] = &i32, [FIELD_I64] = &i64, [FIELD_F32] = &f32, [FIELD_F64] = &f64,
    };
    return values[type];
}

/* The private properties by which h5clear opens a file that was not closed. */
static herr_t allow_unclosed(hid_t list)
{
    const hbool_t yes = true;

    return H5Pset(list, "clear_status_flags", &yes) < 0 ? -1 : H5Pset(list, "skip_eof_check", &yes);
}

/* Chunks are written whole: none is kept, beside the slabs that the recorder keeps. It is said of the file, since the
 * settings of single datasets are lost when it becomes one that is being written. */
static herr_t keep_no_chunks(hid_t list)
{
    return H5Pset_cache(list, 0, 0, 0, 0);
}

static enum status access_list(enum store_access access, hid_t *list)
{
    *list = H5Pcreate(H5P_FILE_ACCESS);
    return *list < 0 || H5Pset_libver_bounds(*list, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST) < 0 ||
                   H5Pset_fclose_degree(*list, H5F_CLOSE_STRONG) < 0 || H5Pset_file_locking(*list, true, true) < 0 ||
                   (access == STORE_CHANGE && keep_no_chunks(*list) < 0) ||
                   (access == STORE_RECOVER && allow_unclosed(*list) < 0)
               ? store_fault("settings of the file")
               : STATUS_OK;
}

/* Attributes in the order of making; and no times, which would make the bytes of equal outputs differ. */
static enum status object_list(hid_t class, hid_t *list)
{
    *list = H5Pcreate(class);
    return *list < 0 || H5Pset_obj_track_times(*list, false) < 0 ||
                   H5Pset_attr_creation_order(*list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) < 0
               ? store_fault("settings of a group or dataset")
               : STATUS_OK;
}

/* Links in the order of making. All attributes stay in the header of the group, where one that is written again is one
 * write. */
static enum status group_list(hid_t class, hid_t *list)
{
    const enum status status = object_list(class, list);

    if (status != STATUS_OK) {
        return status;
    }
    return H5Pset_link_creation_order(*list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) < 0 ||
                   H5Pset_attr_phase_change(*list, PACKED_ATTRIBUTES, 0) < 0
               ? store_fault("settings of a group")
               : STATUS_OK;
}

/* What HDF5 writes again in place, in pages of the system: a process that is killed may stop between two pages of a
 * write, so that nothing small may lie across their border. */
static enum status page_list(hid_t creation)
{
    return H5Pset_file_space_strategy(creation, H5F_FSPACE_STRATEGY_PAGE, false, 1) < 0 ||
                   H5Pset_file_space_page_size(creation, SYSTEM_PAGE) < 0
               ? store_fault("settings of the file")
               : STATUS_OK;
}

enum status store_file_create(const char *path, hid_t *file)
{
    hid_t access = H5I_INVALID_HID;
    hid_t creation = H5I_INVALID_HID;
    enum status status = access_list(STORE_CHANGE, &access);

    if (status == STATUS_OK) {
        status = group_list(H5P_FILE_CREATE, &creation);
    }
    if (status == STATUS_OK) {
        status = page_list(creation);
    }
    if (status == STATUS_OK) {
        *file = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
        status = *file < 0 ? store_fault("making the file") : STATUS_OK;
    }
    H5Pclose(creation);
    H5Pclose(access);
    return status;
}

enum status store_file_open(const char *path, enum store_access access, hid_t *file)
{
    const unsigned flags[] = {
        [STORE_READ] = H5F_ACC_RDONLY,
        [STORE_READ_LIVE] = H5F_ACC_RDONLY | H5F_ACC_SWMR_READ,
        [STORE_CHANGE] = H5F_ACC_RDWR,
        [STORE_RECOVER] = H5F_ACC_RDWR,
    };
    hid_t list;
    enum status status = access_list(access, &list);

    *file = H5I_INVALID_HID;
    if (status == STATUS_OK) {
        *file = H5Fopen(path, flags[access], list);
        status = *file < 0 ? store_fault("opening the file") : STATUS_OK;
    }
    H5Pclose(list);
    return status;
}

/* Whether there is something at the path; negative if that cannot be said. */
static htri_t exists(hid_t file, const char *path)
{
    char part[PATH_SIZE];
    htri_t found = 1;

    if (strcmp(path, "/") == 0) {
        return 1;
    }
    for (const char *end = path; end != NULL && found > 0;) {
        end = strchr(end + 1, '/');
        const size_t length = end == NULL ? strlen(path) : (size_t)(end - path);
        if (length >= sizeof part) {
            return 0;
        }
        memcpy(part, path, length);
        part[length] = '\0';
        found = H5Lexists(file, part, H5P_DEFAULT);
    }
    return found;
}

enum status store_find(hid_t file, const char *path, bool *found)
{
    const htri_t there = exists(file, path);

    *found = there > 0;
    return there < 0 ? store_fault(path) : STATUS_OK;
}

enum status store_open_dataset(hid_t file, const char *path, const char *what, hid_t *dataset)
{
    bool found = false;
    const enum status status = store_find(file, path, &found);

    *dataset = H5I_INVALID_HID;
    if (status != STATUS_OK) {
        return status;
    }
    if (!found) {
        return status_raise(STATUS_MALFORMED, "no %s %s", what, path);
    }
    *dataset = H5Dopen2(file, path, H5P_DEFAULT);
    return *dataset < 0 ? store_fault(path) : STATUS_OK;
}

enum status store_parent(hid_t file, const char *path)
{
    const char *end = strrchr(path, '/');
    char parent[PATH_SIZE];

    if (end == NULL || end == path) {
        return STATUS_OK;
    }
    const size_t length = (size_t)(end - path);
    if (length >= sizeof parent) {
        return status_raise(STATUS_INTERNAL, "%s: path too long", path);
    }
    memcpy(parent, path, length);
    parent[length] = '\0';
    return store_group(file, parent);
}

enum status store_group(hid_t file, const char *path)
{
    hid_t creation = H5I_INVALID_HID;
    bool found = false;
    enum status status = store_find(file, path, &found);

    if (status != STATUS_OK || found) {
        return status;
    }
    status = store_parent(file, path);
    if (status == STATUS_OK) {
        status = group_list(H5P_GROUP_CREATE, &creation);
    }
    if (status == STATUS_OK) {
        hid_t group = H5Gcreate2(file, path, H5P_DEFAULT, creation, H5P_DEFAULT);
        status = group < 0 || H5Gclose(group) < 0 ? store_fault(path) : STATUS_OK;
    }
    H5Pclose(creation);
    return status;
}

static size_t chunk_bytes(hid_t type, const struct store_shape *shape)
{
    size_t bytes = H5Tget_size(type);

    for (int i = 0; i < shape->rank; i++) {
        bytes *= (size_t)shape->chunk[i];
    }
    return bytes;
}

/* Chunks and filters. Shuffle first, the checksum over what is stored. */
static herr_t set_chunks(hid_t list, hid_t type, const struct store_shape *shape)
{
    const bool deflated = chunk_bytes(type, shape) >= DEFLATED_BYTES;

    if (H5Pset_chunk(list, shape->rank, shape->chunk) < 0 ||
        (deflated && (H5Pset_shuffle(list) < 0 || H5Pset_deflate(list, DEFLATE_LEVEL) < 0))) {
        return -1;
    }
    return H5Pset_fletcher32(list);
}

static enum status creation_list(hid_t type, const struct store_shape *shape, hid_t *list)
{
    const bool chunked = shape->rank > 0 && shape->chunk[0] > 0;

    const enum status status = object_list(H5P_DATASET_CREATE, list);

    if (status != STATUS_OK) {
        return status;
    }
    return chunked && set_chunks(*list, type, shape) < 0 ? store_fault("settings of a dataset") : STATUS_OK;
}

static hid_t space_of(const struct store_shape *shape)
{
    hsize_t limit[STORE_RANK];

    if (shape->rank == 0) {
        return H5Screate(H5S_SCALAR);
    }
    memcpy(limit, shape->extent, sizeof limit);
    if (shape->grows) {
        limit[0] = H5S_UNLIMITED;
    }
    return H5Screate_simple(shape->rank, shape->extent, limit);
}

static enum status dataset_create(hid_t file, const char *path, hid_t type, const struct store_shape *shape, hid_t list,
                                  hid_t *dataset)
{
    enum status status = store_parent(file, path);

    if (status == STATUS_OK) {
        hid_t space = space_of(shape);
        *dataset = space < 0 ? H5I_INVALID_HID : H5Dcreate2(file, path, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
        status = *dataset < 0 ? store_fault(path) : STATUS_OK;
        H5Sclose(space);
    }
    return status;
}

enum status store_dataset(hid_t file, const char *path, enum field_type type, const struct store_shape *shape,
                          hid_t *dataset)
{
    hid_t list;
    enum status status = creation_list(store_file_type(type), shape, &list);

    *dataset = H5I_INVALID_HID;
    if (status == STATUS_OK && H5Pset_fill_value(list, store_memory_type(type), fill_value(type)) < 0) {
        status = store_fault(path);
    }
    if (status == STATUS_OK) {
        status = dataset_create(file, path, store_file_type(type), shape, list, dataset);
    }
    H5Pclose(list);
    /* Not for integers: xarray would turn them into reals. */
    if (status == STATUS_OK && (type == FIELD_F32 || type == FIELD_F64)) {
        status = store_attribute_number(*dataset, ".", "_FillValue", type, fill_value(type));
    }
    return status;
}

enum status store_dataset_of(hid_t file, const char *path, hid_t type, const struct store_shape *shape, hid_t *dataset)
{
    hid_t list;
    enum status status = creation_list(type, shape, &list);

    *dataset = H5I_INVALID_HID;
    if (status == STATUS_OK) {
        status = dataset_create(file, path, type, shape, list, dataset);
    }
    H5Pclose(list);
    return status;
}

enum status store_dataset_close(hid_t dataset, const char *path, enum status status)
{
    if (dataset < 0 || status != STATUS_OK) {
        H5Dclose(dataset);
        return status;
    }
    return H5Dclose(dataset) < 0 ? store_fault(path) : STATUS_OK;
}

enum status store_scale(hid_t file, const char *path, const char *name)
{
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    enum status status = STATUS_OK;

    if (dataset < 0 || H5DSset_scale(dataset, name) < 0) {
        status = store_fault(path);
    }
    return store_dataset_close(dataset, path, status);
}

enum status store_attach(hid_t file, hid_t dataset, const char *scale, unsigned dimension)
{
    hid_t axis = H5Dopen2(file, scale, H5P_DEFAULT);
    enum status status = STATUS_OK;

    if (axis < 0 || H5DSattach_scale(dataset, axis, dimension) < 0) {
        status = store_fault(scale);
    }
    return store_dataset_close(axis, scale, status);
}

static enum status attribute_write(hid_t file, const char *path, const char *name, hid_t file_type, hid_t memory_type,
                                   const void *value)
{
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5I_INVALID_HID;
    enum status status = space < 0 ? store_fault(name) : STATUS_OK;

    if (H5Aexists_by_name(file, path, name, H5P_DEFAULT) > 0) {
        H5Adelete_by_name(file, path, name, H5P_DEFAULT);
    }
    if (status == STATUS_OK) {
        attribute = H5Acreate_by_name(file, path, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        status = attribute < 0 || H5Awrite(attribute, memory_type, value) < 0 ? store_fault(name) : STATUS_OK;
    }
    if (attribute >= 0 && H5Aclose(attribute) < 0 && status == STATUS_OK) {
        status = store_fault(name);
    }
    H5Sclose(space);
    return status;
}

enum status store_attribute_text(hid_t file, const char *path, const char *name, const char *value)
{
    hid_t type;
    enum status status = store_text_type(&type);

    if (status == STATUS_OK) {
        status = attribute_write(file, path, name, type, type, &value);
    }
    H5Tclose(type);
    return status;
}

enum status store_attribute_number(hid_t file, const char *path, const char *name, enum field_type type,
                                   const void *value)
{
    return attribute_write(file, path, name, store_file_type(type), store_memory_type(type), value);
}

static enum status fixed_text_type(size_t size, hid_t *type)
{
    *type = H5Tcopy(H5T_C_S1);
    return *type < 0 || H5Tset_size(*type, size) < 0 || H5Tset_strpad(*type, H5T_STR_NULLPAD) < 0 ||
                   H5Tset_cset(*type, H5T_CSET_UTF8) < 0
               ? store_fault("the type of texts")
               : STATUS_OK;
}

enum status store_attribute_reserve(hid_t file, const char *path, const char *name, size_t size)
{
    char *empty = NULL;
    enum status status = memory_allocate((void **)&empty, size, 1);

    if (status == STATUS_OK) {
        hid_t type;
        status = fixed_text_type(size, &type);
        if (status == STATUS_OK) {
            status = attribute_write(file, path, name, type, type, empty);
        }
        H5Tclose(type);
    }
    memory_free((void **)&empty);
    return status;
}

/* With its object held open: HDF5 1.10 cannot write an attribute opened by name in a file that is being written. */
static enum status attribute_open(hid_t file, const char *path, const char *name, hid_t *object, hid_t *attribute)
{
    htri_t found = exists(file, path);

    *attribute = H5I_INVALID_HID;
    *object = found > 0 ? H5Oopen(file, path, H5P_DEFAULT) : H5I_INVALID_HID;
    if (found > 0) {
        found = *object < 0 ? -1 : H5Aexists(*object, name);
    }
    if (found == 0) {
        return status_raise(STATUS_INTERNAL, "%s: no attribute '%s' was reserved", path, name);
    }
    if (found > 0) {
        *attribute = H5Aopen(*object, name, H5P_DEFAULT);
    }
    return *attribute < 0 ? store_fault(name) : STATUS_OK;
}

static enum status attribute_close(hid_t object, hid_t attribute, const char *name, enum status status)
{
    const bool failed = (attribute >= 0 && H5Aclose(attribute) < 0) || (object >= 0 && H5Oclose(object) < 0);

    return failed && status == STATUS_OK ? store_fault(name) : status;
}

/* Pads the text to the size of the attribute. */
static enum status rewrite_text(hid_t attribute, hid_t type, const char *name, const char *value)
{
    const size_t size = H5Tget_size(type);
    char *padded = NULL;

    if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0 || strlen(value) > size) {
        return status_raise(STATUS_INTERNAL, "attribute '%s' has no room for '%s'", name, value);
    }
    enum status status = memory_allocate((void **)&padded, size + 1, 1);
    if (status != STATUS_OK) {
        return status;
    }
    memcpy(padded, value, strlen(value));
    if (H5Awrite(attribute, type, padded) < 0) {
        status = store_fault(name);
    }
    memory_free((void **)&padded);
    return status;
}

enum status store_attribute_rewrite(hid_t file, const char *path, const char *name, const char *value)
{
    hid_t object;
    hid_t attribute;
    enum status status = attribute_open(file, path, name, &object, &attribute);

    if (status == STATUS_OK) {
        hid_t type = H5Aget_type(attribute);
        status = type < 0 ? store_fault(name) : rewrite_text(attribute, type, name, value);
        H5Tclose(type);
    }
    return attribute_close(object, attribute, name, status);
}

enum status store_attribute_renumber(hid_t file, const char *path, const char *name, enum field_type type,
                                     const void *value)
{
    hid_t object;
    hid_t attribute;
    enum status status = attribute_open(file, path, name, &object, &attribute);

    if (status == STATUS_OK && H5Awrite(attribute, store_memory_type(type), value) < 0) {
        status = store_fault(name);
    }
    return attribute_close(object, attribute, name, status);
}

enum status store_describe(hid_t file, const char *path, const char *units, const char *long_name)
{
    enum status status = STATUS_OK;

    if (units != NULL) {
        status = store_attribute_text(file, path, "units", units);
        if (status == STATUS_OK && strstr(units, " since ") != NULL) {
            status = store_attribute_text(file, path, "calendar", "proleptic_gregorian");
        }
    }
    if (status == STATUS_OK && long_name != NULL) {
        status = store_attribute_text(file, path, "long_name", long_name);
    }
    return status;
}

/* HDF5 converts texts in a buffer that it zeroes for each call, a mebibyte unless it is told how much is needed. */
static herr_t write_texts(hid_t dataset, hid_t type, const char *const *texts, size_t count)
{
    const size_t bytes = count * STORED_TEXT_BYTES;
    hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    herr_t result = transfer < 0 ? -1 : 0;

    if (result == 0 && bytes < CONVERSION_BYTES) {
        result = H5Pset_buffer(transfer, bytes, NULL, NULL);
    }
    if (result == 0) {
        result = H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, transfer, texts);
    }
    H5Pclose(transfer);
    return result;
}

enum status store_texts(hid_t file, const char *path, const char *const *texts, size_t count, bool scalar)
{
    const struct store_shape shape = {.rank = scalar ? 0 : 1, .extent = {count}};
    hid_t type;
    hid_t dataset = H5I_INVALID_HID;
    enum status status = store_text_type(&type);

    if (status == STATUS_OK) {
        status = store_dataset_of(file, path, type, &shape, &dataset);
    }
    if (status == STATUS_OK && count > 0 && write_texts(dataset, type, texts, count) < 0) {
        status = store_fault(path);
    }
    status = store_dataset_close(dataset, path, status);
    H5Tclose(type);
    return status;
}

enum status store_extent(hid_t dataset, struct store_shape *shape)
{
    hid_t space = H5Dget_space(dataset);
    hsize_t limit[STORE_RANK] = {0};

    enum status status = STATUS_OK;

    *shape = (struct store_shape){.rank = space < 0 ? -1 : H5Sget_simple_extent_ndims(space)};
    if (shape->rank > STORE_RANK) {
        status = status_raise(STATUS_MALFORMED, "a dataset of %d dimensions", shape->rank);
    } else if (shape->rank < 0 || H5Sget_simple_extent_dims(space, shape->extent, limit) < 0) {
        status = store_fault("the dimensions of a dataset");
    }
    shape->grows = status == STATUS_OK && shape->rank > 0 && limit[0] == H5S_UNLIMITED;
    H5Sclose(space);
    return status;
}

enum status store_extend(hid_t dataset, hsize_t extent)
{
    struct store_shape shape;
    enum status status = store_extent(dataset, &shape);

    if (status == STATUS_OK && shape.extent[0] != extent) {
        shape.extent[0] = extent;
        if (H5Dset_extent(dataset, shape.extent) < 0) {
            status = store_fault("changing the length of a dataset");
        }
    }
    return status;
}

/* The spaces in memory and file of `count` slabs from `first` on. */
static enum status select_slabs(hid_t dataset, hsize_t first, hsize_t count, hid_t *memory, hid_t *space)
{
    hsize_t start[STORE_RANK] = {first};
    struct store_shape shape;
    enum status status = store_extent(dataset, &shape);

    if (status != STATUS_OK) {
        return status;
    }
    shape.extent[0] = count;
    *memory = H5Screate_simple(shape.rank, shape.extent, NULL);
    *space = H5Dget_space(dataset);
    if (*memory >= 0 && *space >= 0 &&
        H5Sselect_hyperslab(*space, H5S_SELECT_SET, start, NULL, shape.extent, NULL) >= 0) {
        return STATUS_OK;
    }
    status = store_fault("selecting");
    H5Sclose(*space);
    H5Sclose(*memory);
    return status;
}

enum status store_write(hid_t dataset, hid_t memory_type, hsize_t first, hsize_t count, const void *values)
{
    hid_t memory;
    hid_t space;
    enum status status = select_slabs(dataset, first, count, &memory, &space);

    if (status != STATUS_OK) {
        return status;
    }
    if (H5Dwrite(dataset, memory_type, memory, space, H5P_DEFAULT, values) < 0) {
        status = store_fault("writing");
    }
    H5Sclose(space);
    H5Sclose(memory);
    return status;
}

enum status store_read(hid_t dataset, hid_t memory_type, hsize_t first, hsize_t count, void *values)
{
    hid_t memory;
    hid_t space;
    enum status status = select_slabs(dataset, first, count, &memory, &space);

    if (status != STATUS_OK) {
        return status;
    }
    if (H5Dread(dataset, memory_type, memory, space, H5P_DEFAULT, values) < 0) {
        status = store_fault("reading");
    }
    H5Sclose(space);
    H5Sclose(memory);
    return status;
}

enum status store_sync(const char *path)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);

    /* Some file systems have no fsync for a file opened to be read (EINVAL): they are taken at their word. */
    const bool failed = descriptor < 0 || (fsync(descriptor) != 0 && errno != EINVAL);
    const int error = errno;
    if (descriptor >= 0) {
        close(descriptor);
    }
    return failed ? status_raise(STATUS_IO, "bringing the file to the disk: %s", strerror(error)) : STATUS_OK;
}
