#include "people/membership.h"

#define MEMBER(member, type, unit, description)                                                                        \
    FIELD_MEMBER(struct memberships, items, struct membership, member, type, unit, description)

const struct field membership_fields[] = {
    MEMBER(row, FIELD_U32, "row", "the member"),
    MEMBER(since, FIELD_I32, "days since 1970-01-01", "first day of the membership"),
    MEMBER(until, FIELD_I32, "days since 1970-01-01", "the first day after it"),
    MEMBER(site, FIELD_U16, "site", "where the place is held"),
    MEMBER(programme, FIELD_U16, "1", "which programme"),
};

const size_t membership_field_count = sizeof membership_fields / sizeof membership_fields[0];

void memberships_free(struct memberships *self)
{
    row_list_free(&self->list, (void **)&self->items);
}

enum status memberships_add(struct memberships *self, struct membership membership)
{
    return row_list_add(&self->list, (void **)&self->items, sizeof *self->items, &membership);
}

void memberships_remove(struct memberships *self, uint32_t at)
{
    row_list_remove(&self->list, self->items, sizeof *self->items, at);
}

programmes_t memberships_of(const struct memberships *self, uint32_t row)
{
    programmes_t found = 0;

    for (uint32_t at = row_list_first(&self->list, row); at != MEMBERSHIP_NONE; at = self->items[at].next) {
        found |= self->items[at].row == row ? (programmes_t)1 << self->items[at].programme : 0;
    }
    return found;
}

uint32_t memberships_find(const struct memberships *self, uint32_t row, unsigned programme)
{
    uint32_t at = row_list_first(&self->list, row);

    while (at != MEMBERSHIP_NONE && (self->items[at].row != row || self->items[at].programme != programme)) {
        at = self->items[at].next;
    }
    return at;
}
