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
enum { DEFLATE_LEVEL = 4, PACKED_ATTRIBUTES = 100, FAULT_SIZE = 512, PATH_SIZE = 512 };

void store_begin(void)
{
    H5dont_atexit();
    H5open();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
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

hid_t store_text_type(void)
{
    hid_t type = H5Tcopy(H5T_C_S1);

    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
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

static hid_t access_list(enum store_access access)
{
    hid_t list = H5Pcreate(H5P_FILE_ACCESS);

    H5Pset_libver_bounds(list, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    H5Pset_fclose_degree(list, H5F_CLOSE_STRONG);
    H5Pset_file_locking(list, true, true);
    if (access == STORE_RECOVER) {
        /* The private properties by which h5clear opens a file that was not closed. */
        const hbool_t yes = true;
        H5Pset(list, "clear_status_flags", &yes);
        H5Pset(list, "skip_eof_check", &yes);
    }
    return list;
}

/* Links and attributes in the order of making. All attributes stay in the header of the group, where one that is
 * written again is one write. */
static void order_and_pack(hid_t creation)
{
    H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_attr_phase_change(creation, PACKED_ATTRIBUTES, 0);
}

enum status store_file_create(const char *path, hid_t *file)
{
    hid_t access = access_list(STORE_CHANGE);
    hid_t creation = H5Pcreate(H5P_FILE_CREATE);

    order_and_pack(creation);
    *file = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
    enum status status = *file < 0 ? store_fault("making the file") : STATUS_OK;
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
    hid_t list = access_list(access);

    *file = H5Fopen(path, flags[access], list);
    enum status status = *file < 0 ? store_fault("opening the file") : STATUS_OK;
    H5Pclose(list);
    return status;
}

bool store_has(hid_t file, const char *path)
{
    if (strcmp(path, "/") == 0) {
        return true;
    }
    char part[PATH_SIZE];
    for (const char *end = strchr(path + 1, '/');; end = strchr(end + 1, '/')) {
        const size_t length = end == NULL ? strlen(path) : (size_t)(end - path);
        if (length >= sizeof part) {
            return false;
        }
        memcpy(part, path, length);
        part[length] = '\0';
        if (H5Lexists(file, part, H5P_DEFAULT) <= 0) {
            H5Eclear2(H5E_DEFAULT);
            return false;
        }
        if (end == NULL) {
            return true;
        }
    }
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
    if (store_has(file, path)) {
        return STATUS_OK;
    }
    enum status status = store_parent(file, path);
    if (status != STATUS_OK) {
        return status;
    }
    hid_t creation = H5Pcreate(H5P_GROUP_CREATE);
    order_and_pack(creation);
    hid_t group = H5Gcreate2(file, path, H5P_DEFAULT, creation, H5P_DEFAULT);
    if (group < 0) {
        status = store_fault(path);
    } else {
        H5Gclose(group);
    }
    H5Pclose(creation);
    return status;
}

/* The creation list of a dataset: chunks and filters. Shuffle first, the checksum over what is stored. */
static hid_t creation_list(const struct store_shape *shape)
{
    hid_t list = H5Pcreate(H5P_DATASET_CREATE);

    H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    if (shape->rank > 0 && shape->chunk[0] > 0) {
        H5Pset_chunk(list, shape->rank, shape->chunk);
        H5Pset_shuffle(list);
        H5Pset_deflate(list, DEFLATE_LEVEL);
        H5Pset_fletcher32(list);
    }
    return list;
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
    hid_t space = H5I_INVALID_HID;
    enum status status = store_parent(file, path);

    *dataset = H5I_INVALID_HID;
    if (status != STATUS_OK) {
        goto out;
    }
    space = space_of(shape);
    *dataset = H5Dcreate2(file, path, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    if (*dataset < 0) {
        status = store_fault(path);
    }
out:
    if (space >= 0) {
        H5Sclose(space);
    }
    H5Pclose(list);
    return status;
}

enum status store_dataset(hid_t file, const char *path, enum field_type type, const struct store_shape *shape,
                          hid_t *dataset)
{
    hid_t list = creation_list(shape);

    H5Pset_fill_value(list, store_memory_type(type), fill_value(type));
    enum status status = dataset_create(file, path, store_file_type(type), shape, list, dataset);
    /* Not for integers: xarray would turn them into reals. */
    if (status == STATUS_OK && (type == FIELD_F32 || type == FIELD_F64)) {
        status = store_attribute_number(file, path, "_FillValue", type, fill_value(type));
    }
    return status;
}

enum status store_dataset_of(hid_t file, const char *path, hid_t type, const struct store_shape *shape, hid_t *dataset)
{
    return dataset_create(file, path, type, shape, creation_list(shape), dataset);
}

enum status store_scale(hid_t file, const char *path, const char *name)
{
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    enum status status = STATUS_OK;

    if (dataset < 0 || H5DSset_scale(dataset, name) < 0) {
        status = store_fault(path);
    }
    if (dataset >= 0) {
        H5Dclose(dataset);
    }
    return status;
}

enum status store_attach(hid_t file, hid_t dataset, const char *scale, unsigned dimension)
{
    hid_t axis = H5Dopen2(file, scale, H5P_DEFAULT);
    enum status status = STATUS_OK;

    if (axis < 0 || H5DSattach_scale(dataset, axis, dimension) < 0) {
        status = store_fault(scale);
    }
    if (axis >= 0) {
        H5Dclose(axis);
    }
    return status;
}

static enum status attribute_write(hid_t file, const char *path, const char *name, hid_t file_type, hid_t memory_type,
                                   const void *value)
{
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5I_INVALID_HID;
    enum status status = STATUS_OK;

    if (H5Aexists_by_name(file, path, name, H5P_DEFAULT) > 0) {
        H5Adelete_by_name(file, path, name, H5P_DEFAULT);
    }
    attribute = H5Acreate_by_name(file, path, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0 || H5Awrite(attribute, memory_type, value) < 0) {
        status = store_fault(name);
    }
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    H5Sclose(space);
    return status;
}

enum status store_attribute_text(hid_t file, const char *path, const char *name, const char *value)
{
    hid_t type = store_text_type();
    enum status status = attribute_write(file, path, name, type, type, &value);

    H5Tclose(type);
    return status;
}

enum status store_attribute_number(hid_t file, const char *path, const char *name, enum field_type type,
                                   const void *value)
{
    return attribute_write(file, path, name, store_file_type(type), store_memory_type(type), value);
}

static hid_t fixed_text_type(size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1);

    H5Tset_size(type, size);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

enum status store_attribute_reserve(hid_t file, const char *path, const char *name, size_t size)
{
    char *empty = NULL;
    enum status status = memory_allocate((void **)&empty, size, 1);

    if (status == STATUS_OK) {
        hid_t type = fixed_text_type(size);
        status = attribute_write(file, path, name, type, type, empty);
        H5Tclose(type);
    }
    memory_free((void **)&empty);
    return status;
}

/* With its object held open: HDF5 1.10 cannot write an attribute opened by name in a file that is being written. */
static enum status attribute_open(hid_t file, const char *path, const char *name, hid_t *object, hid_t *attribute)
{
    *attribute = H5I_INVALID_HID;
    *object = store_has(file, path) ? H5Oopen(file, path, H5P_DEFAULT) : H5I_INVALID_HID;
    if (*object < 0 || H5Aexists(*object, name) <= 0) {
        return status_raise(STATUS_INTERNAL, "%s: no attribute '%s' was reserved", path, name);
    }
    *attribute = H5Aopen(*object, name, H5P_DEFAULT);
    return *attribute < 0 ? store_fault(name) : STATUS_OK;
}

static void attribute_close(hid_t object, hid_t attribute)
{
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    if (object >= 0) {
        H5Oclose(object);
    }
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
        status = rewrite_text(attribute, type, name, value);
        H5Tclose(type);
    }
    attribute_close(object, attribute);
    return status;
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
    attribute_close(object, attribute);
    return status;
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

enum status store_texts(hid_t file, const char *path, const char *const *texts, size_t count, bool scalar)
{
    const struct store_shape shape = {.rank = scalar ? 0 : 1, .extent = {count}};
    hid_t type = store_text_type();
    hid_t dataset;
    enum status status = store_dataset_of(file, path, type, &shape, &dataset);

    if (status == STATUS_OK) {
        if (count > 0 && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) < 0) {
            status = store_fault(path);
        }
        H5Dclose(dataset);
    }
    H5Tclose(type);
    return status;
}

enum status store_extent(hid_t dataset, struct store_shape *shape)
{
    hid_t space = H5Dget_space(dataset);
    hsize_t limit[STORE_RANK] = {0};

    *shape = (struct store_shape){.rank = H5Sget_simple_extent_ndims(space)};
    if (shape->rank < 0 || shape->rank > STORE_RANK) {
        H5Sclose(space);
        return status_raise(STATUS_MALFORMED, "a dataset of %d dimensions", shape->rank);
    }
    H5Sget_simple_extent_dims(space, shape->extent, limit);
    shape->grows = shape->rank > 0 && limit[0] == H5S_UNLIMITED;
    H5Sclose(space);
    return STATUS_OK;
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
    if (*memory >= 0 && H5Sselect_hyperslab(*space, H5S_SELECT_SET, start, NULL, shape.extent, NULL) >= 0) {
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
