"""Values ready to show: labels, groups, order and links, made from the handbook. No markup."""
