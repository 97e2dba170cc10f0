"""What does a CSV file of debtors and debts say, and what is wrong with its rows?

Reading decides nothing and stores nothing. The demonstration's invented people lie here too.
"""

from bot.portfolio.read import (
    Portfolio,
    PortfolioRow,
    Problem,
    read_portfolio,
    read_portfolio_bytes,
)

__all__ = ["Portfolio", "PortfolioRow", "Problem", "read_portfolio", "read_portfolio_bytes"]
