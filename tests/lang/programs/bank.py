# expect-oracle
class InsufficientFunds(Exception):
    pass
class Account:
    interest = 0.02
    def __init__(self, owner, balance=0.0):
        self.owner = owner
        self.balance = balance
        self.history = []
    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.history.append(("deposit", amount))
    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(f"need {amount - self.balance:.2f} more")
        self.balance -= amount
        self.history.append(("withdraw", amount))
    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance:,.2f})"
class Savings(Account):
    def add_interest(self):
        self.deposit(self.balance * self.interest)
a = Savings("Ann", 1000.0)
a.deposit(250.5)
a.add_interest()
try:
    a.withdraw(5000)
except InsufficientFunds as exc:
    print("error:", exc)
try:
    a.deposit(-1)
except ValueError as exc:
    print("error:", exc)
print(a, a.history)
accounts = [Account("B", 5), Account("C", 1_000_000)]
print(accounts, sorted(accounts, key=lambda acc: -acc.balance))
print(sum(acc.balance for acc in accounts))
