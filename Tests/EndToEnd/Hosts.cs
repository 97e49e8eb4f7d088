using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The hosts of an exported forecaster, each called as an application does.</summary>
internal static class Hosts
{
    public static float[] PlainOnnxRuntime(string file, IReadOnlyList<SineRow> rows)
    {
        using var session = new InferenceSession(file);
        using var input = OrtValue.CreateTensorValueFromMemory(rows.SelectMany(row => row.Window).ToArray(), [rows.Count, SineRows.Window, 1]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["input"], [input], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public static float[] StockMlNet(string file, IReadOnlyList<SineRow> rows)
    {
        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable(rows);
        // The stock transformer requires the lengths of symbolic axes.
        var pipeline = ml.Transforms.CopyColumns("input", nameof(SineRow.Window))
            .Append(ml.Transforms.ApplyOnnxModel(
                ["output"], ["input"], file, new Dictionary<string, int[]> { ["input"] = [1, SineRows.Window, 1] }, gpuDeviceId: null,
                fallbackToCpu: false));
        var scored = pipeline.Fit(data).Transform(data);
        return [.. scored.GetColumn<float[]>("output").Select(values => values[0])];
    }

    public static float[] Pipeline(string file, IReadOnlyList<SineRow> rows)
    {
        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable(rows);
        return [.. ml.Transforms.ApplyRecurrentModel("Score", nameof(SineRow.Window), file).Fit(data).Transform(data).GetColumn<float>("Score")];
    }
}
