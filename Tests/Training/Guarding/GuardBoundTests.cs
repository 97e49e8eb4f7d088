using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training.Tests;

/// <summary>No value of a graph that passes the guard is larger in ONNX Runtime than the bound of the guard.</summary>
public sealed class GuardBoundTests
{
    // A longer run: MLNETRECURRENT_MAZES=100000 dotnet test
    private static readonly int Files =
        int.TryParse(Environment.GetEnvironmentVariable("MLNETRECURRENT_MAZES"), out var requested) ? requested : 2000;

    [Fact]
    public void Check_RandomShapeArithmetic_BoundsEveryValueInOnnxRuntime()
    {
        var compared = 0;
        for (var seed = 1; seed <= Files; seed++)
        {
            foreach (var size in new[] { 1, 2, 5 })
                compared += Compare(ShapeMaze.Create(seed), size, $"maze {seed} with size {size}");
        }

        Assert.InRange(compared, 20_000, int.MaxValue);
    }

    [Fact]
    public void Check_LegitimateGraphs_BoundsEveryValueInOnnxRuntime()
    {
        // Two files accept only one input size.
        var files = FuzzCorpus.Files.Where(file => file.Name is not ("torch_lstm_static_opset17" or "torch_lstm_packed_lengths_opset13"));
        foreach (var (name, file) in files)
            Assert.True(Compare(OnnxFile.Parse(file, name), 3, name) > 0, name);
    }

    // Returns the number of compared values: 0 if the guard or ONNX Runtime rejects the graph.
    private static int Compare(ModelProto original, int size, string title)
    {
        var model = original.Clone();
        model.Graph.Output.Clear();
        string[] names = [.. model.Graph.Node.SelectMany(node => node.Output).Where(output => output.Length > 0)];
        model.Graph.Output.AddRange(names.Select(output => new ValueInfoProto { Name = output }));
        try
        {
            var guarded = GraphGuard.Check(model);
            using var session = OnnxRuntimeEngine.Open(TrustedModelFile.CreateUnchecked(model.ToByteArray(), title));
            var inputs = model.Graph.Input
                .Where(input => guarded.Inputs.ContainsKey(input.Name))
                .ToDictionary(input => input.Name, input => Value(input.Type.TensorType, size));
            using var options = new RunOptions();
            using var outputs = session.Run(options, inputs.Keys, inputs.Values, names);
            // Each dynamic input dimension multiplies the size at most once.
            var dynamic = model.Graph.Input.Sum(input => input.Type.TensorType.Shape.Dim.Count(dimension => !dimension.HasDimValue));
            foreach (var (output, value) in names.Zip(outputs))
            {
                var bound = guarded.Outputs[output].Total.AtOne * Math.Pow(size, dynamic);
                var count = value.GetTensorTypeAndShape().ElementCount;
                Assert.True(count <= bound, $"{title}: '{output}' has {count} elements, but the guard's bound is {bound}.");
            }

            return names.Length;
        }
        catch (Exception exception) when (exception is RecurrentModelException or OnnxRuntimeException)
        {
            return 0;
        }
    }

    private static OrtValue Value(TypeProto.Types.Tensor type, int size)
    {
        long[] shape = [.. type.Shape.Dim.Select(dimension => dimension.HasDimValue ? dimension.DimValue : size)];
        var count = shape.Aggregate(1L, (product, other) => product * other);
        return (DataType)type.ElemType switch
        {
            DataType.Int64 => OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, (int)count).ToArray(), shape),
            DataType.Double => OrtValue.CreateTensorValueFromMemory(new double[count], shape),
            DataType.Int32 => OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1, (int)count).ToArray(), shape),
            _ => OrtValue.CreateTensorValueFromMemory(new float[count], shape),
        };
    }
}
