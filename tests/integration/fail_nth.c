/*
 * A shared object for LD_PRELOAD that makes the n-th allocation of a program, or the n-th change of a file, go wrong.
 * tests/helpers/faults.py sets what it is to do in the environment:
 *
 * FAIL_WHAT    "allocation": malloc, calloc, realloc, posix_memalign and aligned_alloc, from whichever library.
 *              "file": open for writing, write, pwrite, ftruncate, fsync, rename and close, of FAIL_FILE or names that
 *              begin so. "output": write to standard output and standard error.
 * FAIL_AT      the number, counted from 1, of the one that goes wrong. Without it nothing does.
 * FAIL_ONWARDS "1": all after it go wrong, too.
 * FAIL_HOW     of files: an error number; or "half", that writes half and then has no space; or a signal ("signal 9"),
 *              raised before it; or "torn 9", which writes half and raises the signal then.
 * FAIL_REPORT  a file for the number counted; for each different way (stack of callers) in which an allocation is come
 *              to: the number of the first, its module, and the place of its caller in the program; for what went wrong
 *              on purpose: its number and where; and for a crash or an exit out of a library: that library and the
 * function of it that the program had called.
 * FAIL_SERVE   two descriptors, "FROM TO": at the first opening of FAIL_FILE the program stops, writes what it has
 * counted to TO, and for each number read from FROM goes on in a new process, in which that one goes wrong; the status
 * in which it ended is written to TO. So what comes before the output is done once.
 *
 * Only what happens between the beginning and the end of main counts, and what libraries do not survive does not:
 * docs/decisions/0008-failures.md.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the C library calls its own allocator. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

typedef int main_function(int count, char **arguments, char **environment);
int __libc_start_main(main_function *program, int count, char **arguments, void (*begin)(void), void (*end)(void),
                      void (*linker_end)(void), void *stack_end);
int H5open(void);

enum { DEPTH = 48, WAYS = 1 << 16, PATH_SIZE = 4096, PAGE = 4096, TEXT_SIZE = 512 };

enum what { NOTHING, ALLOCATION, FILES, OUTPUT };
enum how { ERROR, HALF, SIGNAL, TORN };

struct range {
    uintptr_t first, last;
};

static struct {
    enum what what;
    enum how how;
    int number; /* of the error or signal */
    int64_t at;
    bool onwards;
    const char *file;
    size_t file_length;
    int report;               /* descriptor, or -1 */
    int serve_from, serve_to; /* descriptors, or -1 */
    struct range program;
    uint64_t ways[WAYS]; /* hashes of stacks seen */
} plan = {.report = -1, .serve_from = -1, .serve_to = -1};

static atomic_bool counting;
static atomic_llong counted;
static _Thread_local bool inside; /* what this object does itself does not count */
static pthread_mutex_t ways_lock = PTHREAD_MUTEX_INITIALIZER;

static void find_next(const char *name, void *function)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    memcpy(function, &symbol, sizeof symbol);
}

/* --- which -------------------------------------------------------------------------------------------------------- */

static bool range_has(const struct range *range, const void *place)
{
    return (uintptr_t)place >= range->first && (uintptr_t)place < range->last;
}

/* Counts one, and says whether it is to go wrong. */
static bool is_chosen(int64_t *number)
{
    *number = atomic_fetch_add(&counted, 1) + 1;
    return plan.at > 0 && (*number == plan.at || (plan.onwards && *number > plan.at));
}

/* --- the report --------------------------------------------------------------------------------------------------- */

static void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void report(const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;

    va_start(arguments, format);
    const int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (plan.report >= 0 && length > 0) {
        syscall(SYS_write, plan.report, text, length < TEXT_SIZE ? (size_t)length : sizeof text - 1);
    }
}

static const char *module_of(const void *place)
{
    Dl_info info;

    if (dladdr(place, &info) == 0 || info.dli_fname == NULL) {
        return "?";
    }
    const char *slash = strrchr(info.dli_fname, '/');
    return slash == NULL ? info.dli_fname : slash + 1;
}

static bool is_new_way(void *const *stack, int depth)
{
    uint64_t hash = 14695981039346656037U;
    for (int i = 0; i < depth; i++) {
        hash = (hash ^ (uintptr_t)stack[i]) * 1099511628211U;
        hash ^= hash >> 29;
    }
    hash |= 1;
    for (size_t i = hash >> 48, tries = 0; tries < WAYS; i = (i + 1) % WAYS, tries++) {
        if (plan.ways[i] == hash) {
            return false;
        }
        if (plan.ways[i] == 0) {
            plan.ways[i] = hash;
            return true;
        }
    }
    return false;
}

/* The place in a stack of the innermost function of the program. */
static int find_own(void *const *stack, int depth)
{
    int own = 0;

    while (own < depth && !range_has(&plan.program, stack[own])) {
        own++;
    }
    return own;
}

static void note_way(int64_t number, const void *caller)
{
    void *stack[DEPTH];
    const int depth = backtrace(stack, DEPTH);
    const int own = find_own(stack, depth);

    pthread_mutex_lock(&ways_lock);
    if (is_new_way(stack, depth)) {
        report("way %lld %s %lx\n", (long long)number, module_of(caller),
               own < depth ? (unsigned long)((uintptr_t)stack[own] - plan.program.first) : 0UL);
    }
    pthread_mutex_unlock(&ways_lock);
}

/* Which library the program was in when it ended. */
static void note_end(const char *how)
{
    void *stack[DEPTH];
    Dl_info info = {0};

    inside = true;
    const int depth = backtrace(stack, DEPTH);
    const int own = find_own(stack, depth);
    const void *called = stack[own > 0 ? own - 1 : 0];
    report("%s %s %s\n", how, module_of(called),
           dladdr(called, &info) != 0 && info.dli_sname != NULL ? info.dli_sname : "?");
    inside = false;
}

/* The signal comes again when this returns, and then ends the process. */
static void note_crash(int number)
{
    (void)number;
    note_end("crashed");
}

void exit(int status)
{
    static void (*next)(int) __attribute__((noreturn));

    if (plan.report >= 0 && atomic_load(&counting)) {
        note_end("left");
    }
    find_next("exit", &next);
    next(status);
}

static void watch_crashes(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    static char stack[1 << 16]; /* that of the program may be used up */
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_handler = note_crash, .sa_flags = (int)(SA_RESETHAND | SA_ONSTACK)};

    sigaltstack(&other, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        sigaction(signals[i], &action, NULL);
    }
}

/* --- allocations -------------------------------------------------------------------------------------------------- */

static bool allocation_fails(const void *caller)
{
    int64_t number = 0;
    bool fails = false;

    if (plan.what != ALLOCATION || inside || !atomic_load(&counting)) {
        return false;
    }
    inside = true;
    fails = is_chosen(&number);
    if (plan.report >= 0 && plan.at == 0) {
        note_way(number, caller);
    }
    if (fails && plan.report >= 0) {
        report("failed %lld %s\n", (long long)number, module_of(caller));
    }
    inside = false;
    return fails;
}

static void *refused(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? refused() : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? refused() : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? refused() : __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? refused() : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *block = allocation_fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
    if (block == NULL) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static bool is_the_file(const char *path)
{
    return plan.file != NULL && strncmp(path, plan.file, plan.file_length) == 0;
}

static bool concerns(int descriptor)
{
    char name[64];
    char path[PATH_SIZE];

    if (plan.what == OUTPUT) {
        return descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO;
    }
    snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0) {
        return false;
    }
    path[length] = '\0';
    return is_the_file(path);
}

/* Whether this change of a file goes wrong: errno is then set. A signal may come instead. */
static bool change_fails(const char *what)
{
    int64_t number = 0;

    if (!is_chosen(&number)) {
        return false;
    }
    report("failed %lld %s\n", (long long)number, what);
    if (plan.how == SIGNAL || plan.how == TORN) {
        raise(plan.number);
        return false;
    }
    errno = plan.number;
    return true;
}

static bool watches(enum what what)
{
    return plan.what == what && !inside && atomic_load(&counting);
}

static bool watches_descriptor(int descriptor)
{
    return (watches(FILES) || watches(OUTPUT)) && concerns(descriptor);
}

/*
 * How much of a write comes to the file before it goes wrong: half, in whole pages, of one that makes the file longer.
 * Those that change it in place need no room.
 */
static size_t size_before(int descriptor, size_t size, off64_t place)
{
    const int64_t next = atomic_load(&counted) + 1;
    const size_t first = (size_t)place, half = (first + size / 2) / PAGE * PAGE;
    struct stat about;

    if ((plan.how != HALF && plan.how != TORN) || plan.at != next || half <= first) {
        return 0;
    }
    return fstat(descriptor, &about) == 0 && about.st_size <= place ? half - first : 0;
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    if (watches_descriptor(descriptor)) {
        const size_t before = size_before(descriptor, size, 0);
        if (before > 0) {
            syscall(SYS_write, descriptor, bytes, before);
        }
        if (change_fails("write")) {
            return -1;
        }
    }
    return (ssize_t)syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t place)
{
    if (watches_descriptor(descriptor)) {
        const size_t before = size_before(descriptor, size, place);
        if (before > 0) {
            syscall(SYS_pwrite64, descriptor, bytes, before, place);
        }
        if (change_fails("pwrite")) {
            return -1;
        }
    }
    return (ssize_t)syscall(SYS_pwrite64, descriptor, bytes, size, place);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t place)
{
    return pwrite64(descriptor, bytes, size, place);
}

int ftruncate64(int descriptor, off64_t size)
{
    return watches_descriptor(descriptor) && change_fails("ftruncate") ? -1
                                                                       : (int)syscall(SYS_ftruncate, descriptor, size);
}

int ftruncate(int descriptor, off_t size)
{
    return ftruncate64(descriptor, size);
}

int fsync(int descriptor)
{
    return watches_descriptor(descriptor) && change_fails("fsync") ? -1 : (int)syscall(SYS_fsync, descriptor);
}

/* A file that close has refused is closed all the same. */
int close(int descriptor)
{
    const bool fails = watches_descriptor(descriptor) && change_fails("close");
    const int error = errno;
    const int result = (int)syscall(SYS_close, descriptor);

    if (fails) {
        errno = error;
        return -1;
    }
    return result;
}

/* Returns in each process that is to go on, and never in the one that serves. */
static void serve(void)
{
    const int from = plan.serve_from, to = plan.serve_to;
    const int64_t before = atomic_load(&counted);
    int64_t number = 0;
    int status = 0;

    plan.serve_from = -1;
    bool sound = syscall(SYS_write, to, &before, sizeof before) == sizeof before;
    while (sound && read(from, &number, sizeof number) == sizeof number) {
        const pid_t child = fork();
        if (child == 0) {
            syscall(SYS_close, from);
            syscall(SYS_close, to);
            plan.at = number;
            return;
        }
        sound = child > 0 && waitpid(child, &status, 0) == child &&
                syscall(SYS_write, to, &status, sizeof status) == sizeof status;
    }
    _exit(0);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    const bool changes = (flags & O_ACCMODE) != O_RDONLY && is_the_file(path);
    if (changes && plan.serve_from >= 0) {
        serve();
    }
    if (changes && watches(FILES) && change_fails("open")) {
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open64(path, flags, mode);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    return watches(FILES) && is_the_file(to) && change_fails("rename")
               ? -1
               : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* --- what libraries do not survive -------------------------------------------------------------------------------- */

/* HDF5 crashes when it lacks memory while it starts. */
int H5open(void)
{
    static int (*next)(void);

    inside = true;
    if (next == NULL) {
        find_next("H5open", &next);
    }
    const int result = next();
    inside = false;
    return result;
}

/* --- beginning and end -------------------------------------------------------------------------------------------- */

/* The program comes first. */
static int look_at_module(struct dl_phdr_info *info, size_t size, void *data)
{
    struct range range = {UINTPTR_MAX, 0};

    (void)size;
    (void)data;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const uintptr_t first = info->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD) {
            range.first = first < range.first ? first : range.first;
            range.last = first + part->p_memsz > range.last ? first + part->p_memsz : range.last;
        }
    }
    plan.program = range;
    return 1;
}

static void read_how(const char *how)
{
    if (strncmp(how, "signal ", 7) == 0) {
        plan.how = SIGNAL;
        plan.number = atoi(how + 7);
    } else if (strncmp(how, "torn ", 5) == 0) {
        plan.how = TORN;
        plan.number = atoi(how + 5);
    } else {
        plan.how = strcmp(how, "half") == 0 ? HALF : ERROR;
        plan.number = plan.how == HALF ? ENOSPC : atoi(how);
    }
}

static void read_plan(void)
{
    static const char *const whats[] = {"", "allocation", "file", "output"};
    const char *what = getenv("FAIL_WHAT");
    const char *at = getenv("FAIL_AT");
    const char *how = getenv("FAIL_HOW");
    const char *name = getenv("FAIL_REPORT");
    const char *serves = getenv("FAIL_SERVE");
    void *stack[1];

    for (size_t i = 0; what != NULL && i < sizeof whats / sizeof whats[0]; i++) {
        if (strcmp(what, whats[i]) == 0) {
            plan.what = (enum what)i;
        }
    }
    plan.at = at == NULL ? 0 : atoll(at);
    plan.onwards = getenv("FAIL_ONWARDS") != NULL;
    plan.file = getenv("FAIL_FILE");
    plan.file_length = plan.file == NULL ? 0 : strlen(plan.file);
    if (how != NULL) {
        read_how(how);
    }
    if (serves != NULL) {
        sscanf(serves, "%d %d", &plan.serve_from, &plan.serve_to);
    }
    if (name != NULL) {
        plan.report =
            (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
        backtrace(stack, 1); /* loads what it needs */
        watch_crashes();
    }
    dl_iterate_phdr(look_at_module, NULL);
}

static main_function *program_main;

static int counted_main(int count, char **arguments, char **environment)
{
    read_plan();
    atomic_store(&counting, true);
    const int result = program_main(count, arguments, environment);
    atomic_store(&counting, false);
    report("counted %lld\n", (long long)atomic_load(&counted));
    return result;
}

int __libc_start_main(main_function *program, int count, char **arguments, void (*begin)(void), void (*end)(void),
                      void (*linker_end)(void), void *stack_end)
{
    int (*next)(main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *) = NULL;

    find_next("__libc_start_main", &next);
    program_main = program;
    return next(counted_main, count, arguments, begin, end, linker_end, stack_end);
}
