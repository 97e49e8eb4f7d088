using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Reads graphs with one output for each sequence, and compares what was read, computed with plain loops for each sequence alone, with the graph in
/// ONNX Runtime, which computes a batch of padded sequences in the layout of its inputs.
/// </summary>
internal static class ReadBatches
{
    private const double Tolerance = 2e-5;

    public static RecurrentGraph AssertRead(OpsetGraph graph, double tolerance = Tolerance) => AssertRead(graph.Model(), tolerance);

    public static RecurrentGraph AssertRead(ModelProto model, double tolerance = Tolerance)
    {
        _ = GraphGuard.Check(OnnxFile.Parse(model.ToByteArray(), "test"));
        var read = RecurrentGraphReader.Read(OnnxFile.Parse(model.ToByteArray(), "test"), "test");
        var sequence = read.Inputs.Single(input => input.Kind == InputKind.Sequence);
        var hasLengths = read.Inputs.Any(input => input.Kind == InputKind.Lengths);
        var time = (int)(sequence.GetFixedSize(AxisRole.Time) ?? 6);
        var batch = (int)(sequence.GetFixedSize(AxisRole.Batch) ?? 4);
        int[] lengths = [.. Enumerable.Range(0, batch).Select(index => hasLengths ? 1 + ((index * 3) + 1) % time : time)];
        var random = new Random(batch + time);
        var values = new float[batch, time, read.Network.Features];
        foreach (var (row, step, feature) in Indices(batch, time, read.Network.Features))
        {
            values[row, step, feature] = sequence.Type is DataType.Float or DataType.Double ? (random.NextSingle() * 4) - 2
                : sequence.Type == DataType.Float16 ? (float)(Half)((random.NextSingle() * 4) - 2)
                : sequence.Type == DataType.Bool ? random.Next(2)
                : random.Next(5);
        }

        var actual = Run(model, read, values, lengths);
        var width = actual.Length / batch;
        for (var row = 0; row < batch; row++)
        {
            float[] rows = [.. Enumerable.Range(0, lengths[row])
                .SelectMany(step => Enumerable.Range(0, read.Network.Features).Select(feature => values[row, step, feature]))];
            var expected = new PlainNetwork(read.Network, read.Weights).Run(rows).SelectMany(part => part).ToArray();
            Assert.Equal(width, expected.Length);
            for (var index = 0; index < width; index++)
                Assert.InRange(Math.Abs(expected[index] - actual[(row * width) + index]), 0, tolerance);
        }

        return read;
    }

    private static float[] Run(ModelProto model, RecurrentGraph read, float[,,] values, int[] lengths)
    {
        var shapes = model.Graph.Input.ToDictionary(
            input => input.Name,
            input => input.Type.TensorType.Shape.Dim.Select(dimension => dimension.HasDimValue ? dimension.DimValue : -1).ToArray());
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model.ToByteArray(), options);
        var inputs = read.Inputs.ToDictionary(input => input.Name, input => CreateValue(input, shapes[input.Name], values, lengths));
        using var run = new RunOptions();
        using var outputs = session.Run(run, inputs, [read.Outputs.Single(output => output.IsModelOutput).Name]);
        return outputs[0].GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16
            ? Array.ConvertAll(outputs[0].GetTensorDataAsSpan<Float16>().ToArray(), value => (float)value)
            : outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static OrtValue CreateValue(InputBinding input, long[] shape, float[,,] values, int[] lengths)
    {
        var (batch, time, features) = (values.GetLength(0), values.GetLength(1), values.GetLength(2));
        // The factors of the axes in order, and the value at each combination of their indices.
        int[] sizes = [.. input.Axes.Select(axis => axis.Role switch
        {
            AxisRole.Batch => batch,
            AxisRole.Time => time,
            AxisRole.Feature => (int)(axis.Size ?? features),
            _ => (int)(axis.Size ?? 1),
        })];
        var flat = new float[sizes.Aggregate(1, (product, size) => product * size)];
        for (var index = 0; index < flat.Length; index++)
        {
            var (rest, row, step, feature) = (index, 0, 0, 0);
            for (var axis = sizes.Length - 1; axis >= 0; axis--)
            {
                var position = rest % sizes[axis];
                rest /= sizes[axis];
                switch (input.Axes[axis].Role)
                {
                    case AxisRole.Batch:
                        row = position;
                        break;
                    case AxisRole.Time:
                        step = position;
                        break;
                    case AxisRole.Feature:
                        feature += position;
                        break;
                }
            }

            flat[index] = input.Kind switch
            {
                InputKind.Sequence => values[row, step, feature],
                InputKind.Lengths when input.Axes.Any(axis => axis.Role == AxisRole.Time) => step < lengths[row] ? 1 : 0,
                InputKind.Lengths => lengths[row],
                _ => 0,
            };
        }

        return Create(input.Type, flat, Resolve(shape, sizes));
    }

    // An axis holds one factor or several; factors of size 1 need no axis.
    private static long[] Resolve(long[] declared, int[] sizes) =>
        Fill(declared, sizes) ?? throw new InvalidOperationException("The factors do not fit.");

    private static long[]? Fill(long[] declared, int[] sizes)
    {
        if (declared.Length == 0)
            return sizes.All(size => size == 1) ? [] : null;
        for (var count = 0; count <= sizes.Length; count++)
        {
            var product = sizes[..count].Aggregate(1L, (left, right) => left * right);
            if ((declared[0] < 0 ? count > 0 : product == declared[0]) && Fill(declared[1..], sizes[count..]) is { } rest)
                return [product, .. rest];
        }

        return null;
    }

    private static OrtValue Create(DataType type, float[] values, long[] shape) => type switch
    {
        DataType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape),
        DataType.Double => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (double)value), shape),
        DataType.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)value), shape),
        DataType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape),
        DataType.Uint8 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (byte)value), shape),
        DataType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value != 0), shape),
        _ => OrtValue.CreateTensorValueFromMemory(values, shape),
    };

    private static IEnumerable<(int Row, int Step, int Feature)> Indices(int rows, int steps, int features) =>
        from row in Enumerable.Range(0, rows)
        from step in Enumerable.Range(0, steps)
        from feature in Enumerable.Range(0, features)
        select (row, step, feature);
}
