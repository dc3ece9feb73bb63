# expect-error 3:7: SyntaxError
x = 1
match x:
    case 1:
        print("one")
