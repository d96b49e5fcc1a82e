# The plan as residents read it.
posted-plan = The plan
posted-gist = { $items } items, { $cost } × 10,000 yuan in all.
posted-hangs = posted now
posted-over = posting over
posted-mine = where you live
posted-sum = { $cost } × 10,000 yuan in all
posted-reserve = In reserve (not enough money for now)
posted-left-out = Needs not answered for now
posted-heard = Objections heard: { $heard }; answered: { $answered }.
posted-object-how = While it is posted you can object: with the slip at your door, on paper, or by telephone.
posted-open-slip = Open the page of your slip
posted-open = Read the plan
posted-until = until { $day }
