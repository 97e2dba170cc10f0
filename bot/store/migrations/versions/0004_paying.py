"""Paying: payments, keys of the creditor's systems, contract terms, what a plan keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(none_as_null=True)
OLD_KINDS = "'charge', 'interest', 'fee', 'payment', 'waiver'"


def upgrade() -> None:
    """Two tables, and the columns that interest, plans and affordability need."""
    _payments()
    _api_keys()
    _kinds(f"{OLD_KINDS}, 'reversal', 'credit'")
    _refer("ledger_entries", "reverses", "ledger_entries")
    _refer("ledger_entries", "payment_id", "payments")
    op.add_column("debts", sa.Column("product", sa.Text()))
    _json("debts", "terms")
    _json("offers", "inputs")
    _json("plans", "terms")
    _refer("plans", "renegotiates", "plans")
    op.add_column("plans", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.add_column(
        "plan_instalments",
        sa.Column("credited", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.alter_column("plan_instalments", "credited", server_default=None)
    op.add_column("circumstances", sa.Column("income", sa.BigInteger()))
    op.add_column("circumstances", sa.Column("outgoings", sa.BigInteger()))
    op.alter_column("circumstances", "payday", type_=sa.Text(), postgresql_using="'day:' || payday")


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("debt_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_positive")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_payments_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["debt_id"], ["debts.id"], name=op.f("fk_payments_debt_id_debts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("reference", name=op.f("uq_payments_reference")),
    )
    for column in ("account_id", "debt_id"):
        op.create_index(op.f(f"ix_payments_{column}"), "payments", [column])
    op.execute(
        "CREATE TRIGGER payments_append_only BEFORE UPDATE OR DELETE ON payments "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("name", name=op.f("uq_api_keys_name")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
    )


def _kinds(names: str) -> None:
    """The kinds of entry that the ledger takes."""
    op.drop_constraint(op.f("ck_ledger_entries_kind_known"), "ledger_entries", type_="check")
    op.create_check_constraint(
        op.f("ck_ledger_entries_kind_known"), "ledger_entries", f"kind IN ({names})"
    )


def _refer(table: str, column: str, target: str) -> None:
    op.add_column(table, sa.Column(column, sa.Uuid()))
    name = op.f(f"fk_{table}_{column}_{target}")
    op.create_foreign_key(name, table, target, [column], ["id"])
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _json(table: str, column: str) -> None:
    op.add_column(table, sa.Column(column, JSON, nullable=False, server_default="{}"))
    op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    """Back to balances without reversals. What the new columns held is gone."""
    op.alter_column(
        "circumstances",
        "payday",
        type_=sa.SmallInteger(),
        postgresql_using=(
            "CASE WHEN starts_with(payday, 'day:') THEN substr(payday, 5)::smallint ELSE NULL END"
        ),
    )
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column)
    _kinds(OLD_KINDS)
    op.drop_table("payments")
    op.drop_table("api_keys")


_ADDED = {
    "circumstances": ("outgoings", "income"),
    "plan_instalments": ("credited",),
    "plans": ("ended_at", "renegotiates", "terms"),
    "offers": ("inputs",),
    "debts": ("terms", "product"),
    "ledger_entries": ("payment_id", "reverses"),
}
