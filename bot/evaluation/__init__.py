"""How well does the assistant understand and answer, and is it better than last time?

`run` measures, `history` keeps and compares, `report` shows. The engine measures its own reading
(nlu/engine/measure); figures and dates are read here, as `goodfaith parse` reads them.
"""
