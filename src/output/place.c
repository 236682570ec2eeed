#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum { COPY_BYTES = 1 << 20 };

enum status place_check(const char *path, bool force)
{
    struct stat existing;

    if (stat(path, &existing) != 0) {
        return STATUS_OK;
    }
    if (!S_ISREG(existing.st_mode)) {
        return status_raise(STATUS_IO, "%s: not a regular file", path);
    }
    return force ? STATUS_OK : status_raise(STATUS_EXISTS, "%s exists; --force replaces it", path);
}

/* HDF5 could make it too, but the reasons of the system's own call are clear. */
enum status place_temporary(const char *path, char **temporary)
{
    const size_t size = strlen(path) + sizeof ".new-2147483648";
    enum status status = memory_allocate((void **)temporary, size, 1);

    if (status != STATUS_OK) {
        return status;
    }
    snprintf(*temporary, size, "%s.new-%d", path, (int)getpid());
    const int descriptor = open(*temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        const int error = errno;
        memory_free((void **)temporary);
        return status_raise(STATUS_IO, "%s: making the file: %s", path, strerror(error));
    }
    close(descriptor);
    return STATUS_OK;
}

static enum status write_all(int descriptor, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno != EINTR) {
            return STATUS_IO;
        }
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return STATUS_OK;
}

static enum status copy_bytes(int from, int to, char *buffer)
{
    for (;;) {
        const ssize_t count = read(from, buffer, COPY_BYTES);
        if (count == 0) {
            return STATUS_OK;
        }
        if (count < 0 && errno != EINTR) {
            return STATUS_IO;
        }
        if (count > 0 && write_all(to, buffer, (size_t)count) != STATUS_OK) {
            return STATUS_IO;
        }
    }
}

enum status place_copy(const char *from, const char *to)
{
    char *buffer = NULL;
    int target = -1;
    enum status status = memory_allocate((void **)&buffer, COPY_BYTES, 1);
    if (status != STATUS_OK) {
        return status;
    }
    const int source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0) {
        status = status_raise(errno == ENOENT ? STATUS_FILE_MISSING : STATUS_IO, "%s: %s", from, strerror(errno));
        goto out;
    }
    target = open(to, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (target < 0 || copy_bytes(source, target, buffer) != STATUS_OK) {
        status = status_raise(STATUS_IO, "%s: copying it to continue: %s", from, strerror(errno));
    }
    if (target >= 0 && close(target) != 0 && status == STATUS_OK) {
        status = status_raise(STATUS_IO, "%s: copying it to continue: %s", from, strerror(errno));
    }
out:
    if (source >= 0) {
        close(source);
    }
    memory_free((void **)&buffer);
    return status;
}

enum status place_take(const char *temporary, const char *path, bool force)
{
    int result = force ? rename(temporary, path) : renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE);

    if (result != 0 && !force && (errno == EINVAL || errno == ENOSYS)) {
        /* A file system without that call: what is left is a look and a rename. */
        enum status status = place_check(path, false);
        if (status != STATUS_OK) {
            return status;
        }
        result = rename(temporary, path);
    }
    return result == 0 ? STATUS_OK
                       : status_raise(errno == EEXIST ? STATUS_EXISTS : STATUS_IO, "%s: naming the output: %s", path,
                                      strerror(errno));
}
