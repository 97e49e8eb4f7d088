using System.Runtime.InteropServices;
using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training;

/// <summary>Replaces the LSTM nodes of a graph by ONNX Runtime's <c>DynamicQuantizeLSTM</c>.</summary>
/// <remarks>
/// Weights are stored as signed bytes with one scale for each gate of each hidden unit. Inputs and hidden states are quantized at run time, by the
/// range of all rows that one thread processes.
/// https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.DynamicQuantizeLSTM
/// </remarks>
internal static class Int8Lstm
{
    public const string Operator = "DynamicQuantizeLSTM";
    public const string Domain = "com.microsoft";

    // Not 127: x64 processors without VNNI add pairs of products of an unsigned and a signed byte in 16 bits, with saturation. 2 * 255 * 64 fits, so
    // the measured accuracy holds on every processor.
    private const int MaxQuantizedValue = 64;

    /// <summary>Replaces every LSTM node and its weights; everything else is left unchanged.</summary>
    public static void Replace(GraphProto graph)
    {
        foreach (var node in graph.Node.Where(node => node.OpType == "LSTM"))
        {
            var input = Quantize(graph, node.Input[1]);
            var recurrent = Quantize(graph, node.Input[2]);
            // X, W, R, B, sequence_lens, initial_h, initial_c, P, then the scales; omitted inputs have empty names.
            string[] inputs =
            [
                .. node.Input, .. Enumerable.Repeat("", 8 - node.Input.Count), input.Scale, input.ZeroPoint, recurrent.Scale, recurrent.ZeroPoint,
            ];
            node.OpType = Operator;
            node.Domain = Domain;
            node.Input.Clear();
            node.Input.AddRange(inputs);
        }
    }

    // [directions, 4 * hidden, columns] of floats becomes [directions, columns, 4 * hidden] of bytes under the same name.
    private static (string Scale, string ZeroPoint) Quantize(GraphProto graph, string name)
    {
        var weight = graph.Initializer.Single(initializer => initializer.Name == name);
        var (directions, rows, columns) = ((int)weight.Dims[0], (int)weight.Dims[1], (int)weight.Dims[2]);
        var values = MemoryMarshal.Cast<byte, float>(weight.RawData.Span);
        var bytes = new byte[values.Length];
        var scales = new float[directions * rows];
        for (var line = 0; line < scales.Length; line++)
        {
            var source = values.Slice(line * columns, columns);
            var scale = Scale(source);
            scales[line] = scale;
            var (direction, row) = Math.DivRem(line, rows);
            for (var column = 0; column < columns; column++)
                bytes[(((direction * columns) + column) * rows) + row] = unchecked((byte)(sbyte)MathF.Round(source[column] / scale));
        }

        weight.DataType = (int)DataType.Int8;
        weight.Dims.Clear();
        weight.Dims.AddRange([directions, columns, rows]);
        weight.RawData = ByteString.CopyFrom(bytes);
        return (
            Add(graph, $"{name}.scale", DataType.Float, MemoryMarshal.AsBytes(scales.AsSpan()), directions, rows),
            Add(graph, $"{name}.zero_point", DataType.Int8, new byte[scales.Length], directions, rows));
    }

    // The scale that maps the largest weight to the largest byte; any scale will do for a row of zeros.
    private static float Scale(ReadOnlySpan<float> row)
    {
        var max = 0f;
        foreach (var value in row)
            max = Math.Max(max, Math.Abs(value));
        return max > 0 ? max / MaxQuantizedValue : 1;
    }

    private static string Add(GraphProto graph, string name, DataType type, ReadOnlySpan<byte> raw, params long[] dimensions)
    {
        var initializer = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        initializer.Dims.AddRange(dimensions);
        graph.Initializer.Add(initializer);
        return name;
    }
}
