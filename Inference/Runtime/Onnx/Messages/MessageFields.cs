namespace MlNetRecurrent.Onnx;

/// <summary>The fields of the messages of an ONNX file that <c>onnx.proto</c> declares.</summary>
internal sealed class MessageFields
{
    private readonly Dictionary<int, MessageFields> _messages = [];
    private readonly HashSet<int> _packed;
    private readonly HashSet<int> _others;

    private MessageFields(string name, int[]? packed, params int[] others)
    {
        Name = name;
        _packed = [.. packed ?? []];
        _others = [.. others];
    }

    /// <summary>The message of a whole file.</summary>
    public static MessageFields Model { get; } = Build();

    /// <summary>The message of a graph, such as a branch of an If node.</summary>
    public static MessageFields Graph { get; } = Model.Message(7)!;

    /// <summary>The name of the message in error messages.</summary>
    public string Name { get; }

    /// <summary>Whether the message is a tensor, which may store its values in another file.</summary>
    public bool IsTensor => Name == "tensor";

    /// <summary>The message in a field, or null if the field holds none.</summary>
    public MessageFields? Message(int field) => _messages.GetValueOrDefault(field);

    /// <summary>Whether a field holds variable-length integers: one byte in the file may become eight in memory.</summary>
    public bool IsPacked(int field) => _packed.Contains(field);

    /// <summary>Whether the message defines the field.</summary>
    public bool IsDefined(int field) => _others.Contains(field) || _packed.Contains(field) || _messages.ContainsKey(field);

    private static MessageFields Build()
    {
        var text = new MessageFields("entry", null, 1, 2);
        var tensor = new MessageFields("tensor", [1, 5, 7, 11], 2, 3, 4, 6, 8, 9, 10, 12, 14);
        tensor._messages[13] = tensor._messages[16] = text;
        var attribute = new MessageFields("attribute", [8], 1, 2, 3, 4, 6, 7, 9, 11, 13, 14, 15, 20, 21, 22, 23);
        attribute._messages[5] = tensor;
        attribute._messages[10] = tensor;
        var node = new MessageFields("node", null, 1, 2, 3, 4, 6, 7, 8, 10);
        node._messages[5] = attribute;
        node._messages[9] = text;
        var dimension = new MessageFields("dimension", null, 1, 2, 3);
        var shape = new MessageFields("shape", null);
        shape._messages[1] = dimension;
        var tensorType = new MessageFields("tensor type", null, 1);
        tensorType._messages[2] = shape;
        var type = new MessageFields("type", null, 4, 5, 6, 7, 8, 9);
        type._messages[1] = tensorType;
        var value = new MessageFields("value", null, 1, 3);
        value._messages[2] = type;
        value._messages[4] = text;
        var graph = new MessageFields("graph", null, 2, 10, 14, 15);
        graph._messages[1] = node;
        graph._messages[5] = tensor;
        graph._messages[11] = graph._messages[12] = graph._messages[13] = value;
        graph._messages[16] = text;
        var opset = new MessageFields("opset", null, 1, 2);
        var function = new MessageFields("function", null, 1, 4, 5, 6, 8, 10, 13);
        function._messages[7] = node;
        function._messages[9] = opset;
        function._messages[11] = attribute;
        function._messages[12] = value;
        function._messages[14] = text;
        var model = new MessageFields("model", null, 1, 2, 3, 4, 5, 6, 20, 26);
        model._messages[7] = graph;
        model._messages[8] = opset;
        model._messages[14] = text;
        model._messages[25] = function;
        return model;
    }
}
