/* Feeds the files in folders to a harness, for builds without libFuzzer: fuzz_NAME FOLDER... */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes are in a block of just their size, so that reading beyond them is seen. */
static void replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");

    fuzz_require(file != NULL, "cannot read %s", path);
    fseek(file, 0, SEEK_END);
    const size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size > 0 ? size : 1);
    fuzz_require(bytes != NULL && fread(bytes, 1, size, file) == size, "cannot read %s", path);
    fclose(file);
    printf("%s\n", path); /* before it is tried, so that the last line names what broke */
    fflush(stdout);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

static size_t replay_folder(const char *folder)
{
    struct dirent **entries = NULL;
    size_t files = 0;
    const int count = scandir(folder, &entries, NULL, alphasort);

    fuzz_require(count >= 0, "cannot read %s", folder);
    for (int i = 0; i < count; i++) {
        char path[4096];
        if (entries[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
            replay_file(path);
            files++;
        }
        free(entries[i]);
    }
    free(entries);
    return files;
}

int main(int count, char *arguments[])
{
    size_t files = 0;

    for (int i = 1; i < count; i++) {
        files += replay_folder(arguments[i]);
    }
    printf("%zu files\n", files);
    return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
