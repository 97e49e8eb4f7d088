using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>For damaged files, the reader throws <see cref="RecurrentModelException"/> and no other exception.</summary>
public sealed class MutatedGraphTests
{
    // A longer run: MLNETRECURRENT_MUTATIONS=5000 dotnet test
    private static readonly int MutationsPerFile =
        int.TryParse(Environment.GetEnvironmentVariable("MLNETRECURRENT_MUTATIONS"), out var requested) ? requested : 60;

    public static TheoryData<string> Files => FixtureFiles.All;

    public static TheoryData<string> Kinds => LayerKinds.All;

    [Theory, MemberData(nameof(Files))]
    public void Read_ChangedBytes_ThrowsNothingElse(string name) => ChangeBytes(FixtureFiles.Read(name), name);

    [Theory, MemberData(nameof(Files))]
    public void Read_ChangedStructure_ThrowsNothingElse(string name) => ChangeStructure(OnnxFile.Parse(FixtureFiles.Read(name), name), name);

    [Theory, MemberData(nameof(Kinds))]
    public void Read_Kind_IsUnderstood(string name) => Assert.NotEmpty(RecurrentGraphReader.Read(LayerKinds.Create(name), name).Network.Layers);

    [Theory, MemberData(nameof(Kinds))]
    public void Read_ChangedBytesOfAKind_ThrowsNothingElse(string name) => ChangeBytes(LayerKinds.Create(name).ToByteArray(), name);

    [Theory, MemberData(nameof(Kinds))]
    public void Read_ChangedStructureOfAKind_ThrowsNothingElse(string name) => ChangeStructure(LayerKinds.Create(name), name);

    private static void ChangeBytes(byte[] file, string name)
    {
        var random = new Random(7);
        for (var mutation = 0; mutation < MutationsPerFile; mutation++)
        {
            var bytes = file.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Read(() => OnnxFile.Parse(bytes, name), name);
        }
    }

    private static void ChangeStructure(ModelProto original, string name)
    {
        var random = new Random(11);
        for (var mutation = 0; mutation < MutationsPerFile; mutation++)
        {
            var model = original.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                Change(model.Graph, random);
            Read(() => OnnxFile.Parse(model.ToByteArray(), name), name);
        }
    }

    private static void Read(Func<ModelProto> parse, string name)
    {
        try
        {
            RecurrentGraphReader.Read(parse(), name);
        }
        catch (RecurrentModelException)
        {
            // The only exception that the reader may throw.
        }
    }

    private static void Change(GraphProto graph, Random random)
    {
        long[] numbers = [-1, 0, 1, 2, 3, 7, int.MaxValue, long.MaxValue, long.MinValue];
        var node = graph.Node[random.Next(graph.Node.Count)];
        List<string> names = [.. graph.Node.SelectMany(other => other.Output), .. graph.Initializer.Select(tensor => tensor.Name), "", "x"];
        var attribute = node.Attribute.Count > 0 ? node.Attribute[random.Next(node.Attribute.Count)] : null;
        var tensor = graph.Initializer.Count > 0 ? graph.Initializer[random.Next(graph.Initializer.Count)] : attribute?.T;
        switch (random.Next(11))
        {
            case 0 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = names[random.Next(names.Count)];
                break;
            case 1:
                node.OpType = graph.Node[random.Next(graph.Node.Count)].OpType;
                break;
            case 2 when attribute is not null:
                attribute.I = numbers[random.Next(numbers.Length)];
                break;
            case 3 when attribute?.Ints.Count > 0:
                attribute.Ints[random.Next(attribute.Ints.Count)] = numbers[random.Next(numbers.Length)];
                break;
            case 4 when tensor?.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = numbers[random.Next(numbers.Length)];
                break;
            case 5 when tensor is not null:
                tensor.DataType = random.Next(14);
                break;
            case 6:
                graph.Node.RemoveAt(random.Next(graph.Node.Count));
                if (graph.Node.Count == 0)
                    graph.Node.Add(node);
                break;
            case 7 when node.Input.Count > 0:
                node.Input.RemoveAt(node.Input.Count - 1);
                break;
            case 8 when attribute?.T is { } constant && constant.RawData.Length == 8:
                constant.RawData = ByteString.CopyFrom(BitConverter.GetBytes(numbers[random.Next(numbers.Length)]));
                break;
            case 9 when attribute is not null:
                node.Attribute.Remove(attribute);
                break;
            default:
                node.Output.Add(names[random.Next(names.Count)]);
                break;
        }
    }
}
