"""Shares out budgets with pabutools, and says how long that took: what `linli equal-shares` is held against.

equal_shares.py FILE.pb cost|cardinality: one line of JSON for equal shares with raised shares (add1), grouped ballots, exact fractions.
"""

import json
import sys
import time

from pabutools.election import Cardinality_Sat, Cost_Sat
from pabutools.election.pabulib import parse_pabulib
from pabutools.rules import method_of_equal_shares

instance, profile = parse_pabulib(sys.argv[1])
ballots = profile.as_multiprofile()
worth = {"cost": Cost_Sat, "cardinality": Cardinality_Sat}[sys.argv[2]]

started = time.perf_counter()
outcome = method_of_equal_shares(instance, ballots, sat_class=worth, voter_budget_increment=1)
print(json.dumps({"seconds": time.perf_counter() - started, "order": [str(project) for project in outcome]}))
