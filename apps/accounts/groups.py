"""The names of the two groups whose membership is a role in the office."""

SECRETARIAT = "Secretariat"
ADMINISTRATORS = "Administrators"
