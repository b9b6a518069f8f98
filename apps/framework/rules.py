"""Who may do what with action plans: visitors read them, the office keeps them."""

import rules

from apps.accounts.rules import is_office

rules.add_perm("framework", is_office)
for model in ("actionplan", "area", "objective", "action", "crosscuttingpriority", "gcmobjective", "topic"):
    for verb in ("view", "add", "change"):
        rules.add_perm(f"framework.{verb}_{model}", is_office)
    rules.add_perm(f"framework.delete_{model}", rules.always_deny)
for verb in ("view", "add", "change", "delete"):
    rules.add_perm(f"framework.{verb}_topicfigure", is_office)
rules.add_perm("framework.keep_topic", is_office)
