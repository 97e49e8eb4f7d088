using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Lags of targets under window normalization, from a table to a model and back, and the files of version 0.1 with such lags.</summary>
public sealed class LagTrainingTests : IDisposable
{
    // Written by version 0.1: train --data lags-0.1.csv --target sales --series shop --time day --known holiday --lags 4,8 --window 6 --horizon 2
    // --season 4 --base drift --transform log --normalize window --cell gru --hidden 3 --epochs 3 --threads 1 --quantiles 0.1,0.5,0.9
    // --checkpoint FOLDER, and predict --rolling. Its lags are normalized with the statistics of all series.
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "TableTraining", "Fixtures");

    private readonly TemporaryFolder _folder = new();

    private static TableTrainingOptions Options { get; } = TestTables.Options with
    {
        Columns = new DataColumns { Targets = ["y", "z"], Series = "s", Time = "day", FutureCovariates = ["open"], Lags = [2, 3] },
        Network = new NetworkOptions { HiddenSize = 4, Normalization = InputNormalization.Window },
    };

    private static TableTrainingOptions OptionsOfVersion01 { get; } = new()
    {
        Columns = new DataColumns { Targets = ["sales"], Series = "shop", Time = "day", FutureCovariates = ["holiday"], Lags = [4, 8] },
        Window = 6,
        Horizon = 2,
        SeasonLength = 4,
        Cell = RecurrentCell.Gru,
        Threads = 1,
        Network = new NetworkOptions
        {
            HiddenSize = 3,
            Normalization = InputNormalization.Window,
            ResidualBaseline = ResidualBaseline.SeasonalDrift,
            Transform = TargetTransform.Log,
            Quantiles = [0.1, 0.5, 0.9],
        },
        Fit = new FitOptions { Epochs = 3 },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Network_LagsAmongOtherCovariates_AreLagsOfTheirTargets()
    {
        var columns = Options.Columns with { CalendarFields = [CalendarField.Weekday] };

        Assert.Equal([null, 0, 1, 0, 1], Describe(Options));
        Assert.Equal([null, null, null, 0, 1, 0, 1], Describe(Options with { Columns = columns }));
        Assert.Equal([0, 1, 0, 1], Describe(Options with { Columns = Options.Columns with { FutureCovariates = [] } }));
        Assert.Empty(Describe(Options with { Columns = Options.Columns with { Lags = [] } }));
        Assert.Empty(Describe(Options with { Network = Options.Network with { Normalization = InputNormalization.Standard } }));
        Assert.Empty(Describe(Options with { Network = Options.Network with { Normalization = InputNormalization.None } }));

        static IReadOnlyList<int?> Describe(TableTrainingOptions options) => new TableTrainer(CreateTable(), options).Network.Forecast.LagFeatures;
    }

    // The rows of the second series are those of the first in other units: so are the forecasts.
    [Theory]
    [InlineData(SequenceDirection.Forward, 1, ResidualBaseline.None)]
    [InlineData(SequenceDirection.Bidirectional, 1, ResidualBaseline.SeasonalNaive)]
    [InlineData(SequenceDirection.Forward, 2, ResidualBaseline.SeasonalDrift)]
    public void Fit_SeriesInOtherUnits_AreForecastInThoseUnits(SequenceDirection direction, int ensemble, ResidualBaseline baseline)
    {
        var model = new TableTrainer(CreateTable(scale: 40, shift: 5000), Options with
        {
            EnsembleSize = ensemble,
            SeasonLength = 3,
            Network = Options.Network with { IsBidirectional = direction == SequenceDirection.Bidirectional, ResidualBaseline = baseline },
        }).Fit(cancellationToken: TestContext.Current.CancellationToken);

        var predictions = model.Predict(CreateTable(scale: 40, shift: 5000), rolling: true);

        var rows = predictions.Rows;
        var (first, second) = (rows.Where(row => row[0] == "a").ToList(), rows.Where(row => row[0] == "b").ToList());
        Assert.NotEmpty(first);
        Assert.All(first.Zip(second), pair =>
        {
            foreach (var column in GetColumns(predictions, "y", "z"))
            {
                var (expected, actual) = ((40 * Number(pair.First[column])) + 5000, Number(pair.Second[column]));
                Assert.InRange(actual, expected - 0.5, expected + 0.5);
            }
        });
    }

    [Fact]
    public void Predict_FileOfVersion01_IsUnchanged()
    {
        var model = TableModel.Load(Path.Combine(Fixtures, "lags-0.1.onnx"));
        var expected = File.ReadAllLines(Path.Combine(Fixtures, "lags-0.1-predictions.csv")).Skip(1).Select(line => line.Split(',')).ToList();

        var actual = model.Predict(TableSource.FromFile(Path.Combine(Fixtures, "lags-0.1.csv")), rolling: true);

        Assert.Empty(model.Card.Network.Forecast.LagFeatures);
        Assert.Equal(180, expected.Count);
        Assert.Equal(expected.Count, actual.Rows.Count);
        int[] columns = GetColumns(actual, "sales", "sales q0.1", "sales q0.5", "sales q0.9");
        Assert.All(expected.Zip(actual.Rows), pair =>
        {
            Assert.Equal(pair.First[0], pair.Second[0]);
            foreach (var (before, now) in pair.First[3..].Zip(columns, (before, column) => (Number(before), Number(pair.Second[column]))))
                Assert.Equal(before, now, 1e-5 * before);
        });
    }

    [Fact]
    public void Import_FileOfVersion01_IsExportedUnchanged()
    {
        var file = File.ReadAllBytes(Path.Combine(Fixtures, "lags-0.1.onnx"));
        var imported = TestImports.ImportWithoutWarning(file);
        using var network = imported.Network;

        var exported = OnnxExporter.Export(network, imported.Card);

        Assert.Equal(Onnx.OnnxFile.Parse(file, "0.1").Graph, Onnx.OnnxFile.Parse(exported.Bytes.Span, "exported").Graph);
        using var model = RecurrentModel.Load(file);
        Assert.Equal(RecurrentEngine.Managed, model.Engine);
    }

    [Fact]
    public void Retrain_FileOfVersion01_KeepsTheNormalizationOfItsLags()
    {
        File.Copy(Path.Combine(Fixtures, "lags-0.1.onnx"), _folder["model.onnx"]);
        var previous = Weights();

        var result = TableTrainer.Retrain(
            _folder["model.onnx"],
            TableSource.FromFile(Path.Combine(Fixtures, "lags-0.1.csv")),
            options => options with { Fit = options.Fit with { Epochs = 2 } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(result.IsPromoted);
        Assert.Empty(result.Card.Network.Forecast.LagFeatures);
        Assert.Equal(previous.FutureCovariateScale!.Mean, Weights().FutureCovariateScale!.Mean);
        Assert.NotEqual(previous.HeadBias!, Weights().HeadBias!);

        NetworkWeights Weights()
        {
            using var network = OnnxImporter.Import(_folder["model.onnx"]).Network;
            return WeightLayout.Read(network);
        }
    }

    // The checkpoint is that after the last epoch: the resumed fit ends in the weights of the file.
    [Fact]
    public void Fit_CheckpointOfVersion01_IsResumedWithItsNormalization()
    {
        File.Copy(Path.Combine(Fixtures, "lags-0.1.checkpoint"), _folder["fit.checkpoint"]);
        var expected = Onnx.OnnxFile.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "lags-0.1.onnx")), "0.1").Graph;

        var model = Resume(OptionsOfVersion01);

        Assert.Empty(model.Card.Network.Forecast.LagFeatures);
        Assert.Equal(expected, Onnx.OnnxFile.Parse(model.ModelBytes.Span, "resumed").Graph);
        // A checkpoint of another fit is still refused.
        Assert.EndsWith(
            "belongs to a fit with a different network, options or data: use the same ones, or start over without resuming.",
            Assert.Throws<InvalidDataException>(() => Resume(OptionsOfVersion01 with { Window = 7 })).Message,
            StringComparison.Ordinal);

        TableModel Resume(TableTrainingOptions options) => new TableTrainer(
            TableSource.FromFile(Path.Combine(Fixtures, "lags-0.1.csv")),
            options with { Fit = options.Fit with { CheckpointFile = _folder["fit.checkpoint"], Resume = true } })
            .Fit(cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Fit_CheckpointOfItsOwn_IsResumed()
    {
        var options = Options with { EnsembleSize = 2, Fit = Options.Fit with { CheckpointFile = _folder["fit.checkpoint"] } };
        var first = new TableTrainer(CreateTable(), options).Fit(cancellationToken: TestContext.Current.CancellationToken);

        var resumed = new TableTrainer(CreateTable(), options with { Fit = options.Fit with { Resume = true } })
            .Fit(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(first.ModelBytes.ToArray(), resumed.ModelBytes.ToArray());
        Assert.Equal([null, 0, 1, 0, 1], resumed.Card.Network.Forecast.LagFeatures);
    }

    [Fact]
    public void Retrain_NewModel_KeepsItsLags()
    {
        new TableTrainer(CreateTable(), Options).Fit(cancellationToken: TestContext.Current.CancellationToken).Save(_folder["model.onnx"]);

        var result = TableTrainer.Retrain(
            _folder["model.onnx"], CreateTable(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([null, 0, 1, 0, 1], result.Card.Network.Forecast.LagFeatures);
    }

    private static int[] GetColumns(PredictionTable table, params string[] names) => [.. names.Select(name => table.Header.ToList().IndexOf(name))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Two series; the second is the first in other units. They end with rows without targets for the horizon.
    private static TableSource CreateTable(double scale = 1, double shift = 0)
    {
        var rows = new List<string> { "s,day,y,z,open" };
        foreach (var (series, factor, offset) in new[] { ("a", 1, 0), ("b", scale, shift) })
        {
            for (var day = 0; day < 40; day++)
            {
                var date = new DateTime(2020, 1, 1).AddDays(day);
                var (y, z) = (30 + (10 * Math.Sin(day * 2)) + (day * 3 % 5), 50 - (20 * Math.Cos(day * 1.3)));
                rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{series},{date:yyyy-MM-dd},{(factor * y) + offset:f3},{(factor * z) + offset:f3},{(day % 7 == 0 ? 0 : 1)}"));
            }
        }

        return TestTables.FromText(string.Join('\n', rows) + "\n");
    }
}
