#include "program/program.h"

int main(int count, char **arguments)
{
    return program_main(count, arguments);
}
