#include "people/tie.h"

#define MEMBER(member, type, unit, description)                                                                        \
    FIELD_MEMBER(struct ties, items, struct tie, member, type, unit, description)

const struct field tie_fields[] = {
    MEMBER(row, FIELD_U32, "row", "whose tie it is"),
    MEMBER(to, FIELD_U32, "1", "the kind (enum tie_kind) in the upper four bits, in the others the row or site"),
};

const size_t tie_field_count = sizeof tie_fields / sizeof tie_fields[0];

void ties_free(struct ties *self)
{
    row_list_free(&self->list, (void **)&self->items);
}

static uint32_t find(const struct ties *self, uint32_t row, enum tie_kind kind)
{
    uint32_t at = row_list_first(&self->list, row);

    while (at != ROW_LIST_END && (self->items[at].row != row || self->items[at].to >> TIE_BITS != (uint32_t)kind)) {
        at = self->items[at].next;
    }
    return at;
}

uint32_t ties_find(const struct ties *self, uint32_t row, enum tie_kind kind)
{
    const uint32_t at = find(self, row, kind);

    return at == ROW_LIST_END ? TIE_NONE : self->items[at].to & ((UINT32_C(1) << TIE_BITS) - 1);
}

enum status ties_set(struct ties *self, uint32_t row, enum tie_kind kind, uint32_t to)
{
    const uint32_t at = find(self, row, kind);
    const struct tie tie = {.row = row, .to = (uint32_t)kind << TIE_BITS | to};

    if (at == ROW_LIST_END) {
        return row_list_add(&self->list, (void **)&self->items, sizeof *self->items, &tie);
    }
    self->items[at].to = tie.to;
    return STATUS_OK;
}

void ties_cut(struct ties *self, uint32_t row, enum tie_kind kind)
{
    const uint32_t at = find(self, row, kind);

    if (at != ROW_LIST_END) {
        row_list_remove(&self->list, self->items, sizeof *self->items, at);
    }
}

void ties_cut_all(struct ties *self, uint32_t row)
{
    for (uint32_t at = row_list_first(&self->list, row); at != ROW_LIST_END;) {
        if (self->items[at].row == row) {
            row_list_remove(&self->list, self->items, sizeof *self->items, at);
            at = row_list_first(&self->list, row);
        } else {
            at = self->items[at].next;
        }
    }
}
