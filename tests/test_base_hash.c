#include "base/hash.h"

#include <criterion/criterion.h>
#include <string.h>

Test(base_hash, known_values_of_xxh3)
{
    cr_expect_eq(hash_bytes(NULL, 0), UINT64_C(0x2d06800538d394c2));
    cr_expect_eq(hash_text("abc"), UINT64_C(0x78af5f94892f3950));
}

Test(base_hash, pieces_make_no_difference)
{
    char bytes[5000];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7 + i / 256);
    }
    for (size_t piece = 1; piece <= sizeof bytes; piece = piece * 3 + 1) {
        struct hash hash;
        cr_assert_eq(hash_init(&hash), STATUS_OK);
        for (size_t start = 0; start < sizeof bytes; start += piece) {
            const size_t rest = sizeof bytes - start;
            hash_update(&hash, bytes + start, piece < rest ? piece : rest);
        }
        cr_expect_eq(hash_digest(&hash), hash_bytes(bytes, sizeof bytes), "pieces of %zu", piece);
        hash_free(&hash);
    }
}

Test(base_hash, a_digest_does_not_end_the_hash)
{
    struct hash hash;
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    cr_expect_eq(hash_digest(&hash), hash_bytes(NULL, 0));
    hash_update(&hash, "ab", 2);
    cr_expect_eq(hash_digest(&hash), hash_text("ab"));
    hash_update(&hash, NULL, 0);
    hash_update(&hash, "c", 1);
    cr_expect_eq(hash_digest(&hash), hash_text("abc"));
    hash_free(&hash);
    cr_expect_null(hash.state);
    hash_free(&hash);
}

Test(base_hash, formats_sixteen_digits)
{
    char text[HASH_TEXT_SIZE];
    hash_format(UINT64_C(0x00ab0000000000f9), text);
    cr_expect_str_eq(text, "00ab0000000000f9");
    hash_format(UINT64_MAX, text);
    cr_expect_str_eq(text, "ffffffffffffffff");
}
