using System.Diagnostics;
using System.Globalization;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Seasons of series whose seasons are known, and none in noise and random walks.</summary>
public sealed class SeasonSearchTests
{
    // Box and Jenkins' series G, without its first years: thousands of passengers each month from 1953 to 1960.
    private const string Airline = """
        196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
        242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
        315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
        360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432
        """;

    [Fact]
    public void Find_AirlinePassengers_FindsTheYear()
    {
        double[] values = [.. Airline.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

        Assert.Equal([12], Find(values));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Find_HalfHoursWithDaysAndWeekends_FindsBoth(double noise)
    {
        var random = new Random(7);
        double[] weekdays = [1, 1.05, 1.1, 1.05, 1, 0.6, 0.5];
        double[] values = [.. Enumerable.Range(0, 12 * 336).Select(row => (weekdays[row / 48 % 7] * GetHalfHour(row)) + (noise * Normal(random)))];

        Assert.Equal([48, 336], Find(values));

        static double GetHalfHour(int row) => 10 + (5 * Math.Sin(2 * Math.PI * row / 48)) + (2 * Math.Cos(4 * Math.PI * row / 48));
    }

    [Fact]
    public void Find_HoursWithDaysAndWeeks_FindsBoth()
    {
        var random = new Random(3);
        double[] hours = [.. Enumerable.Range(0, 24).Select(_ => Normal(random))];
        double[] days = [.. Enumerable.Range(0, 7).Select(_ => 2 * Normal(random))];
        double[] values = [.. Enumerable.Range(0, 24 * 7 * 8).Select(row => hours[row % 24] + days[row / 24 % 7] + (0.2 * Normal(random)))];

        Assert.Equal([24, 168], Find(values));
    }

    [Fact]
    public void Find_DaysWithWeekendsOnATrend_FindsTheWeek()
    {
        var random = new Random(5);
        Assert.Equal([7], Find([.. Enumerable.Range(0, 400).Select(row => (row * 0.3) + (row % 7 >= 5 ? 8 : 0) + Normal(random))]));
    }

    // The autocorrelations of a plain wave are great at most lags, so that none of them stands out.
    [Theory]
    [InlineData(60, 0.05)]
    [InlineData(96, 0.05)]
    [InlineData(96, 0.2)]
    [InlineData(240, 0.3)]
    public void Find_MonthsOfAPlainWave_FindsTheYear(int rows, double noise)
    {
        var (found, calendar) = (0, CalendarSeasons.GetLengths(30 * 24 * 3600));
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, rows).Select(row => Math.Sin(2 * Math.PI * row / 12) + (noise * Normal(random)))];
            found += SeasonSearch.Find(values, calendar).Select(season => season.Length).SequenceEqual([12]) ? 1 : 0;
        }

        // The noise that is left has something like another season by chance.
        Assert.InRange(found, 45, 50);
    }

    [Fact]
    public void Find_DaysOfFourSmoothYears_FindsTheYearOfTheCalendar()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 1461).Select(row => (10 * Math.Sin(2 * Math.PI * row / 365.25)) + (2 * Normal(random)))];

        Assert.Equal([365], SeasonSearch.Find(values, CalendarSeasons.GetLengths(24 * 3600)).Select(season => season.Length));
    }

    [Fact]
    public void Find_WithHolesAndAnOutlier_FindsTheSeasonAllTheSame()
    {
        var random = new Random(11);
        double[] values = [.. Enumerable.Range(0, 300).Select(row => (3 * Math.Sin(2 * Math.PI * row / 12)) + (0.5 * Normal(random)))];
        for (var row = 40; row < 60; row++)
            values[row] = double.NaN;
        values[200] = 1e6;

        Assert.Equal([12], Find(values));
    }

    // One search of a hundred may find a season in noise.
    [Theory]
    [InlineData("noise", 60)]
    [InlineData("noise", 1000)]
    [InlineData("walk", 60)]
    [InlineData("autoregressive", 60)]
    [InlineData("smooth walk", 60)]
    [InlineData("noise", 96)]
    [InlineData("walk", 96)]
    [InlineData("walk", 1000)]
    [InlineData("smooth walk", 1000)]
    [InlineData("autoregressive", 1000)]
    [InlineData("alternating", 1000)]
    [InlineData("heavy tails", 1000)]
    [InlineData("mostly zero", 1000)]
    public void Find_SeriesWithoutSeason_FindsNone(string kind, int rows)
    {
        var random = new Random(1);
        var found = Enumerable.Range(0, 100).Count(_ => Find(Draw(kind, rows, random)).Any());

        Assert.InRange(found, 0, 3);
    }

    [Fact]
    public void Find_PatternsOfAnyLength_FindsTheLength()
    {
        var (lengths, seeds, found) = (40, 20, 0);
        for (var length = 3; length < 3 + lengths; length++)
        {
            for (var seed = 0; seed < seeds; seed++)
            {
                var random = new Random(seed);
                // The peak keeps the pattern from repeating itself within its length.
                double[] pattern = [.. Enumerable.Range(0, length).Select(phase => phase == 0 ? 5 : 0.5 * Normal(random))];
                double[] values = [.. Enumerable.Range(0, 12 * length).Select(row => pattern[row % length] + (0.1 * Normal(random)))];
                found += Find(values).SequenceEqual([length]) ? 1 : 0;
            }
        }

        // Few patterns have something like another season by chance.
        Assert.InRange(found, lengths * seeds * 98 / 100, lengths * seeds);
    }

    [Property(MaxTest = 30)]
    public bool Find_ScaledAndShiftedValues_FindsTheSame(int seed)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, 200).Select(row => (row % 10) + Normal(random))];
        return Find(values).SequenceEqual(Find([.. values.Select(value => (1000 * value) - 5000)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    public void Find_FewRows_FindsNone(int rows) => Assert.Empty(Find([.. Enumerable.Range(0, rows).Select(row => (double)(row % 2))]));

    [Theory]
    [InlineData(5.0)]
    [InlineData(double.NaN)]
    public void Find_ConstantOrMissing_FindsNone(double value) => Assert.Empty(Find([.. Enumerable.Repeat(value, 500)]));

    [Fact]
    public void Find_ManySeries_FindsTheSeasonThatTheyHaveInCommon()
    {
        var random = new Random(2);
        double[] pattern = [.. Enumerable.Range(0, 24).Select(_ => Normal(random))];
        var series = Enumerable.Range(0, 2000)
            .Select(_ => Enumerable.Range(0, 200).Select(row => pattern[row % 24] + (0.7 * Normal(random))).ToArray())
            .ToList();

        Assert.Equal([24], SeasonSearch.Find(series).Select(season => season.Length));
    }

    [Fact]
    public void Find_MillionsOfRows_TakesNoLongerThanItsLastRows()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 3_000_000).Select(row => (row % 288) + (100 * random.NextDouble()))];
        Find(values[..100_000]);
        var watch = Stopwatch.StartNew();
        Find(values[..100_000]);
        var few = watch.Elapsed;
        watch.Restart();
        Assert.Equal([288], Find(values));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, (10 * few) + TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(257)]
    public void Autocorrelation_Compute_IsTheSumOfProducts(int rows)
    {
        var random = new Random(rows);
        double[] values = [.. Enumerable.Range(0, rows).Select(_ => 100 + Normal(random))];
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean));

        var computed = Autocorrelation.Compute(values, rows + 5);

        for (var lag = 0; lag < computed.Length; lag++)
        {
            var sum = 0.0;
            for (var row = 0; row + lag < rows; row++)
                sum += (values[row] - mean) * (values[row + lag] - mean);
            Assert.Equal(sum / variance, computed[lag], 1e-12);
        }
    }

    [Theory]
    [InlineData(3600.0, new[] { 24, 168, 2192, 8766 })]
    [InlineData(86400.0, new[] { 7, 91, 365 })]
    [InlineData(1800.0, new[] { 2, 48, 336, 4383, 17532 })]
    public void CalendarSeasons_GetLengths_CountsRows(double step, int[] expected) => Assert.Equal(expected, CalendarSeasons.GetLengths(step));

    private static IEnumerable<int> Find(double[] values) => SeasonSearch.Find(values).Select(season => season.Length);

    private static double[] Draw(string kind, int rows, Random random)
    {
        var (values, level, slope) = (new double[rows], 0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            var noise = Normal(random);
            slope += noise;
            level = kind switch
            {
                "walk" => level + noise,
                "smooth walk" => level + slope,
                "autoregressive" => (0.8 * level) + noise,
                "alternating" => (-0.5 * level) + noise,
                "heavy tails" => noise / Math.Abs(Normal(random)),
                "mostly zero" => random.NextDouble() < 0.15 ? Math.Exp(noise) : 0,
                _ => noise,
            };
            values[row] = level;
        }

        return values;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
