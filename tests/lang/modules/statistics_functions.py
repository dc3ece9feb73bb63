# expect-oracle
# statistics: CPython's values to the last bit, integers where it gives integers.
import statistics
import statistics as st
from statistics import StatisticsError, mean, median, stdev

data = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
scores = [90, 85, 77, 92, 85]
print(mean(data), median(data), stdev(data), statistics.variance(data))
print(mean(scores), median(scores), stdev(scores), st.variance(scores), st.pvariance(scores), st.pstdev(scores))
print(mean([1, 2, 3]), st.variance([1, 2, 3]), st.median([1, 3]), st.median([1, 2, 3]), mean([1, 2.5]))
print(st.fmean(scores), st.fmean(data, [1, 2, 3, 4, 3, 2, 1]), st.geometric_mean([54, 24, 36]), st.geometric_mean([1.5, float("nan")]))
print(st.mode(scores), st.multimode(scores), st.mode(["red", "blue", "red"]), st.multimode("aabbbbccdddd"))
print(st.median_low(scores), st.median_high([1, 2, 3, 4]), st.median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5]))
print(st.quantiles(data), st.quantiles(scores, n=10), st.quantiles(data, n=5, method="inclusive"))
x = [1, 2, 3, 4, 5, 6, 7, 8, 9]
y = [1, 2, 3, 1, 2, 3, 1, 2, 3]
print(st.covariance(x, y), st.correlation(x, y), st.linear_regression(x, y))
slope, intercept = st.linear_regression([0.5, 1.5, 2.0], [1.25, 2.5, 4.0])
print(slope, intercept, st.linear_regression(x, y, proportional=True).slope)
big = [1e8 + 0.1 * i for i in range(50)]
tiny = [1e-9 * (i % 7) for i in range(40)]
for v in (big, tiny, [0.1] * 10):
    print(mean(v), st.variance(v), st.pvariance(v), stdev(v), st.pstdev(v))
print(st.variance(data, 1.5), st.pstdev(data, 1.5), st.variance([1, 2, 4], 2))
print(mean(k / 7 for k in range(20)), mean(range(10)), median({3, 1, 2}), mean((0.1, 0.2, 0.3)))
for f in (mean, median, stdev):
    try:
        print(f([1.0][1:]))
    except StatisticsError as error:
        print(error)
try:
    st.mode([1][1:])
except ValueError as error:
    print(type(error).__name__, error)
