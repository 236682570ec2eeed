# Run with cmake -P: fills TEMPLATE into HEADER with VERSION, COMPILER, FLAGS and the git revision of SOURCE.

function(ask_git out)
    set(answer "")
    if(GIT)
        # No optional locks: a build must not get in the way of a commit made at the same time. The checkout may belong
        # to another user (a container), who is trusted already since the build runs his scripts.
        execute_process(
            COMMAND "${GIT}" --no-optional-locks -c "safe.directory=${SOURCE}" ${ARGN}
            WORKING_DIRECTORY "${SOURCE}"
            OUTPUT_VARIABLE answer
            OUTPUT_STRIP_TRAILING_WHITESPACE
            ERROR_QUIET
            RESULT_VARIABLE failed)
        if(failed)
            set(answer "")
        endif()
    endif()
    if(answer STREQUAL "")
        set(answer "unknown")
    endif()
    set(${out} "${answer}" PARENT_SCOPE)
endfunction()

ask_git(GIT_REVISION rev-parse HEAD)
ask_git(GIT_DESCRIBE describe --tags --always --dirty)

foreach(text IN ITEMS COMPILER FLAGS GIT_DESCRIBE)
    string(REPLACE "\\" "\\\\" ${text} "${${text}}")
    string(REPLACE "\"" "\\\"" ${text} "${${text}}")
endforeach()

configure_file("${TEMPLATE}" "${HEADER}" @ONLY)
