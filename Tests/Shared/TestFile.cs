using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Tests;

/// <summary>Creates small model files of one LSTM layer with random weights, without training.</summary>
internal static class TestFile
{
    public static NetworkDescription Forecast(int features = 1, int horizon = 1, int targets = 1) =>
        NetworkDescription.CreateForecaster(RecurrentCell.Lstm, features, hiddenSize: 6) with
        {
            Forecast = new ForecastDescription { Horizon = horizon, Targets = targets },
        };

    public static NetworkDescription Classify(int features, int classes) =>
        Forecast(features) with { Task = RecurrentTask.Classify, Classes = classes };

    public static NetworkDescription Tag(int features, int classes) =>
        Forecast(features) with { Task = RecurrentTask.Tag, Pooling = SequencePooling.None, Classes = classes };

    public static NetworkDescription Language(int vocabulary) =>
        NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, vocabulary, embeddingSize: 3, hiddenSize: 6);

    /// <summary>The network with an embedding as its input.</summary>
    public static NetworkDescription WithTokens(this NetworkDescription network, int vocabulary) => network with
    {
        Embedding = new EmbeddingDescription(vocabulary, EmbeddingSize: 3),
        Layers = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 3, network.Layers[0].HiddenSize).Layers,
    };

    /// <summary>Returns the bytes of a file with the given card, with or without the optional input of lengths.</summary>
    public static byte[] Create(
        NetworkDescription network,
        int? window = null,
        IReadOnlyList<string>? labels = null,
        bool takesLengths = false,
        int seed = 1,
        Vocabulary? vocabulary = null)
    {
        var random = new Random(seed);
        var hidden = network.Layers[0].HiddenSize;
        var graph = new GraphProto { Name = "test" };
        Input(graph, random, network);
        Constant(graph, random, "w", 1, 4 * hidden, network.Layers[0].InputSize);
        Constant(graph, random, "r", 1, 4 * hidden, hidden);
        Constant(graph, random, "b", 1, 8 * hidden);

        // The weights dominate the bias, so that every class is predicted for some sequences.
        Constant(graph, random, "head", 5f, hidden, network.OutputSize);
        Constant(graph, random, "bias", 0.1f, network.OutputSize);

        // [batch, time, features] -> [time, batch, features], the layout of ONNX's recurrent operators.
        Node(graph, "Transpose", ["read in"], ["x"], Integers("perm", 1, 0, 2));
        Node(graph, "LSTM", ["x", "w", "r", "b", takesLengths ? Lengths(graph) : ""], ["y", "yh"], Integer("hidden_size", hidden));
        Integers(graph, "direction", network.HasOutputPerStep ? 1 : 0);
        Node(graph, "Squeeze", [network.HasOutputPerStep ? "y" : "yh", "direction"], ["read"]);
        Node(graph, "MatMul", ["read", "head"], ["product"]);
        Node(graph, "Add", ["product", "bias"], ["logits"]);
        Score(graph, network);

        var card = new ModelCard { Network = network, Window = window, Labels = labels ?? [], Vocabulary = vocabulary };
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return model.ToByteArray();
    }

    private static void Input(GraphProto graph, Random random, NetworkDescription network)
    {
        if (network.Embedding is not { } embedding)
        {
            graph.Input.Add(Value(OnnxNames.Input, Symbol("batch"), Symbol("time"), Size(network.Features)));
            Node(graph, "Identity", [OnnxNames.Input], ["read in"]);
            return;
        }

        var tokens = Value(OnnxNames.Input, Symbol("batch"), Symbol("time"));
        tokens.Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int64;
        graph.Input.Add(tokens);
        Constant(graph, random, "embedding", embedding.VocabularySize, embedding.EmbeddingSize);
        Node(graph, "Gather", ["embedding", OnnxNames.Input], ["read in"]);
    }

    // An optional input with the default -1, for sequences as long as the tensor.
    private static string Lengths(GraphProto graph)
    {
        var lengths = Value(OnnxNames.Lengths, Symbol("lengths_batch"));
        lengths.Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int32;
        graph.Input.Add(lengths);
        var defaults = new TensorProto { Name = OnnxNames.Lengths, DataType = (int)TensorProto.Types.DataType.Int32 };
        defaults.Dims.Add(1);
        defaults.Int32Data.Add(-1);
        graph.Initializer.Add(defaults);
        Integers(graph, "zero", 0);
        Integers(graph, "one", 1);
        Node(graph, "Shape", [OnnxNames.Input], ["input shape"]);
        Node(graph, "Gather", ["input shape", "zero"], ["batch size"]);
        Node(graph, "Gather", ["input shape", "one"], ["time steps"]);
        Node(graph, "Cast", [OnnxNames.Lengths], ["lengths as int64"], Integer("to", (long)TensorProto.Types.DataType.Int64));
        Node(graph, "Less", ["lengths as int64", "zero"], ["is full"]);
        Node(graph, "Where", ["is full", "time steps", "lengths as int64"], ["each length"]);
        Node(graph, "Expand", ["each length", "batch size"], ["all lengths"]);
        Node(graph, "Cast", ["all lengths"], ["sequence lengths"], Integer("to", (long)TensorProto.Types.DataType.Int32));
        return "sequence lengths";
    }

    private static void Score(GraphProto graph, NetworkDescription network)
    {
        if (network.HasOutputPerStep)
        {
            Node(graph, "Transpose", ["logits"], ["steps"], Integers("perm", 1, 0, 2));
            Node(graph, "Softmax", ["steps"], [OnnxNames.Output]);
            graph.Output.Add(Value(OnnxNames.Output, Symbol("batch"), Symbol("time"), Size(network.OutputSize)));
        }
        else if (network.Task is RecurrentTask.Classify or RecurrentTask.Encode)
        {
            Node(graph, network.Task == RecurrentTask.Classify ? "Softmax" : "Identity", ["logits"], [OnnxNames.Output]);
            graph.Output.Add(Value(OnnxNames.Output, Symbol("batch"), Size(network.OutputSize)));
        }
        else
        {
            Integers(graph, "shape", -1, network.Forecast.Horizon, network.Forecast.Targets);
            Node(graph, "Reshape", ["logits", "shape"], [OnnxNames.Output]);
            graph.Output.Add(Value(OnnxNames.Output, Symbol("batch"), Size(network.Forecast.Horizon), Size(network.Forecast.Targets)));
        }
    }

    private static void Constant(GraphProto graph, Random random, string name, params int[] shape) => Constant(graph, random, name, 1f, shape);

    private static void Constant(GraphProto graph, Random random, string name, float bound, params int[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        var size = shape.Aggregate((a, b) => a * b);
        tensor.FloatData.AddRange(Enumerable.Range(0, size).Select(_ => bound * ((random.NextSingle() * 2) - 1)));
        graph.Initializer.Add(tensor);
    }

    private static void Integers(GraphProto graph, string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        graph.Initializer.Add(tensor);
    }

    private static void Node(GraphProto graph, string type, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = outputs[^1] };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
    }

    private static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static ValueInfoProto Value(string name, params TensorShapeProto.Types.Dimension[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions);
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static TensorShapeProto.Types.Dimension Symbol(string name) => new() { DimParam = name };

    private static TensorShapeProto.Types.Dimension Size(long size) => new() { DimValue = size };
}
