"""The names of the groups whose membership is a role in the office; its head is also a member of the secretariat."""

SECRETARIAT = "Secretariat"
ADMINISTRATORS = "Administrators"
HEAD_OF_SECRETARIAT = "Head of the secretariat"
GROUPS = (SECRETARIAT, ADMINISTRATORS, HEAD_OF_SECRETARIAT)
# Under these names whoever reads carries it already whether they are a member (`registry.reader_facts`).
FACT_OF_GROUP = {
    SECRETARIAT: "is_of_secretariat",
    ADMINISTRATORS: "is_of_administrators",
    HEAD_OF_SECRETARIAT: "is_head_of_secretariat",
}
