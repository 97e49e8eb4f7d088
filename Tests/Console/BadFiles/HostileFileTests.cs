using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Damaged and malicious files are rejected with a single line by all entry points.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Load_TruncatedFile_IsRefused() =>
        DamagedAsync(HostileFile.Legitimate()[..5], "is not an ONNX model or is damaged: byte 4 of 5 cannot be parsed.");

    [Fact]
    public Task Load_FlippedBit_IsRefused()
    {
        var file = HostileFile.Legitimate();
        file[0] ^= 4;
        return DamagedAsync(file, FormattableString.Invariant($"is not an ONNX model or is damaged: byte 1 of {file.Length:N0} cannot be parsed."));
    }

    [Fact]
    public Task Load_EmptyFile_IsRefused() => DamagedAsync([], "is empty: expected an ONNX model.");

    [Fact]
    public async Task Load_TooLargeFile_IsRefusedWithoutReadingIt()
    {
        await using (var file = File.Create(Model))
        {
            // A sparse file needs no space on most disks.
            file.SetLength(5L << 30);
        }

        await EntryPoints.RefuseAsync(
            Model, $"Model file '{Model}' cannot be read: it has 5,368,709,120 bytes, expected at most 2,147,483,591.", isDescribed: false);
    }

    [Fact]
    public Task Load_MillionsOfEmptyNodes_IsRefusedWithoutParsing()
    {
        // In this graph, every two bytes are a node, which needs 200 bytes in memory.
        byte[] graph = [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], 2_000_000).SelectMany(node => node)];
        using var file = new MemoryStream();
        using (var output = new CodedOutputStream(file, leaveOpen: true))
        {
            output.WriteTag(7, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(graph));
        }

        return DamagedAsync(file.ToArray(), "has more than 1,000,000 fields, far more than a recurrent network needs.");
    }

    [Fact]
    public Task Load_ManyVariableLengthIntegers_IsRefusedWithoutParsing() => DamagedAsync(
        HostileFile.With(model => model.Graph.Initializer.Add(new TensorProto { Int64Data = { new long[17 << 20] } })),
        "holds more than 16,777,216 bytes of variable-length integers: weights must be stored as raw bytes.");

    [Fact]
    public Task Load_DeepCard_IsRefused() => DamagedAsync(
        HostileFile.With(model => model.MetadataProps[0].Value = $"{{\"data\":{new string('[', 100_000)}"),
        ": The model card cannot be read: The JSON value could not be converted to MlNetRecurrent.DataSummary. "
            + "Path: $.data | LineNumber: 0 | BytePositionInLine: 9.");

    [Fact]
    public Task Load_CardWithNegativeWindow_IsRefused() => DamagedAsync(
        WithCard(card => card.Replace("\"featureNames\"", "\"window\":-7,\"featureNames\"", StringComparison.Ordinal)),
        ": The model card has a window of -7, expected at least 1.");

    [Fact]
    public Task Load_Cycle_IsRefused() => RefusedAsync(
        HostileFile.With(model => model.Graph.Node.Single(node => node.OpType == "LSTM").Input[0] = "output"),
        "LSTM node 'LSTM_1' reads 'output', which is not defined before it: an initializer or a node is missing, or the nodes form a cycle.",
        "cannot be read as a recurrent network. LSTM node 'LSTM_1' reads 'output', which a later node (Identity) produces: "
            + "the nodes form a cycle or are out of order.");

    [Fact]
    public Task Load_MissingInitializer_IsRefused() => RefusedAsync(
        HostileFile.With(model => model.Graph.Initializer.Remove(model.Weight())),
        "LSTM node 'LSTM_1' reads 'layers.0.W', which is not defined before it: an initializer or a node is missing, or the nodes form a cycle.",
        "cannot be read as a recurrent network. LSTM node 'LSTM_1' reads 'layers.0.W', which is not defined: an initializer or a node is missing.");

    [Fact]
    public Task Load_WrongShape_IsRefused() => RefusedAsync(
        HostileFile.With(model => model.Weight().Dims[2] = 2_000_000_000 / 12),
        "Tensor 'layers.0.W' holds 96 bytes, but its shape requires 7999999968.",
        "cannot be read as a recurrent network. Tensor 'layers.0.W' holds 96 bytes, but its shape requires 7999999968.");

    [Fact]
    public Task Load_WeightsOfOtherShapes_IsRefused() => RefusedAsync(
        HostileFile.With(model => (model.Weight().Dims[1], model.Weight().Dims[2]) = (8, 3)),
        "LSTM node 'LSTM_1': weights W [1, 8, 3] and R [1, 12, 3] do not match, "
            + "expected [directions, 4 * hidden, input] and [directions, 4 * hidden, hidden].",
        "cannot be read as a recurrent network. LSTM node 'LSTM_1': weight W 'layers.0.W' has the shape [1, 8, 3], "
            + "expected [1, 12, 3] for 1 direction.");

    [Fact]
    public Task Load_WeightOfStrings_IsRefused() => RefusedAsync(
        HostileFile.With(model => model.Weight().DataType = (int)DataType.String),
        "Tensor 'layers.0.W' has the type String; supported: Float, Float16, Bfloat16, Double, Bool, and integers of 8 to 64 bits.",
        "is damaged. Tensor 'layers.0.W' has the type String; supported: Float, Float16 and Double, Int64, Int32 and Bool for shapes, "
            + "and smaller integers for quantized weights.");

    [Fact]
    public Task Load_CardWithLargerOutput_Throws() => ScoringAsync(
        WithCard(card => card.Replace("\"targets\":1", "\"targets\":60000", StringComparison.Ordinal)),
        "is damaged: output 'output' of its graph has the shape [batch, 1, 1], but its model card states [batch, 1, 60000].");

    [Fact]
    public Task Load_CardOfMoreFeatures_IsRefused() => ScoringAsync(
        WithCard(card => card
            .Replace("\"features\":2", "\"features\":7", StringComparison.Ordinal)
            .Replace("\"inputSize\":2", "\"inputSize\":7", StringComparison.Ordinal)),
        "is damaged: input 'input' of its graph has the shape [batch, time, 2], but its model card states [batch, time, 7].");

    [Fact]
    public Task Load_NestedSubgraphs_IsRefused() => RejectedAsync(
        HostileFile.WithNodes(graph => HostileFile.Nest(graph, depth: 1000)),
        "If node 'nested': holds a subgraph, whose memory and time cannot be bounded.");

    [Fact]
    public Task Load_UnsupportedOperator_IsRefused() => RejectedAsync(
        HostileFile.WithNodes(graph => graph.Node("Unique", "found", "layers.0.R")),
        "Unique node 'found': is not a supported operator.");

    [Fact]
    public Task Load_UnsupportedOperatorSet_IsRefused() => RejectedAsync(
        HostileFile.WithNodes(graph =>
        {
            graph.Node("Anything", "made", "layers.0.R");
            graph.Node[^1].Domain = "com.example";
        }),
        "Anything node 'made': uses the operator set 'com.example', which is not supported.");

    [Fact]
    public Task Load_FunctionThatCallsItself_IsRefused() => RefusedAsync(
        HostileFile.With(model =>
        {
            var call = new NodeProto { OpType = "Endless", Domain = "com.example", Output = { "made" } };
            model.Functions.Add(new FunctionProto { Name = "Endless", Domain = "com.example", Output = { "made" }, Node = { call } });
            model.Graph.Node.Add(call);
        }),
        "Function 'Endless' calls itself, or calls are nested more than 32 levels deep.",
        "cannot be read as a recurrent network. Function 'Endless' calls itself, or calls are nested more than 32 levels deep.");

    [Fact]
    public Task Load_SparseWeights_IsRefused() => RejectedAsync(
        HostileFile.With(model => model.Graph.SparseInitializer.Add(ByteString.Empty)),
        "The graph has 1 sparse initializers, expected none.");

    [Fact]
    public Task Load_UnknownField_IsRefused()
    {
        // Field 99 of the model, an empty message.
        byte[] file = [.. HostileFile.Legitimate(), 0x9A, 0x06, 0x00];
        return RejectedAsync(file, "It contains an unknown field: field 99 of a model.");
    }

    [Fact]
    public Task Load_NameWithControlCharacters_IsOneLine() => RejectedAsync(
        HostileFile.WithNodes(graph => graph.Node("Loop", "\u001b[2J\nerror: all is well", "h0")),
        "Loop node '\\u001b[2J error: all is well': holds a subgraph, whose memory and time cannot be bounded.");

    private static byte[] WithCard(Func<string, string> change) =>
        HostileFile.With(model => model.MetadataProps[0].Value = change(model.MetadataProps[0].Value));

    private async Task WriteAsync(byte[] file) => await File.WriteAllBytesAsync(Model, file, TestContext.Current.CancellationToken);

    private async Task DamagedAsync(byte[] file, string message)
    {
        await WriteAsync(file);
        await EntryPoints.RefuseAsync(Model, $"Model file '{Model}'{(message[0] == ':' ? "" : " ")}{message}", isDescribed: false);
    }

    // Importing finds the error while it reads the graph.
    private async Task RefusedAsync(byte[] file, string message, string importMessage)
    {
        await WriteAsync(file);
        await EntryPoints.RefuseAsync(
            Model,
            $"Model file '{Model}' was rejected. {message} If you trust the file, set AllowAnyGraph.",
            $"Model file '{Model}' {importMessage}");
    }

    private async Task RejectedAsync(byte[] file, string message)
    {
        await WriteAsync(file);
        await EntryPoints.RefuseAsync(Model, $"Model file '{Model}' was rejected. {message} If you trust the file, set AllowAnyGraph.");
    }

    // Importing uses the graph and warns about the card.
    private async Task ScoringAsync(byte[] file, string message)
    {
        await WriteAsync(file);
        EntryPoints.RefuseScoring(Model, $"Model file '{Model}' {message}");
    }
}
