# expect-error 2:8: ModuleNotFoundError
import pandas as pd
