using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Random graphs that produce large values from small ones by all kinds of shape arithmetic; ONNX Runtime can run most of them.</summary>
internal sealed class ShapeMaze
{
    private readonly OpsetGraph _graph = new(17);
    private readonly Random _random;

    // Values with their rank, and vectors of integers with their length.
    private readonly List<(string Name, int Size)> _values = [("input", 3)];
    private readonly List<(string Name, int Size)> _integers = [];

    private ShapeMaze(int seed) => _random = new Random(seed);

    public static ModelProto Create(int seed)
    {
        var maze = new ShapeMaze(seed);
        maze._graph.Input("input", "batch", "time", 2);
        maze._integers.Add((maze._graph.Node("Shape", ["input"]), 3));
        for (var step = maze._random.Next(3, 14); step > 0; step--)
            maze.Step();
        return maze._graph.Model();
    }

    private void Step()
    {
        if (_random.Next(2) == 0)
            _integers.Add(Integers());
        else
            _values.Add(Value());
    }

    private (string Name, int Size) Integers()
    {
        var (first, size) = Any(_integers);
        var constant = _graph.Integers(Small());
        switch (_random.Next(9))
        {
            case 0:
                var (value, rank) = Any(_values);
                return rank > 0 ? (_graph.Node("Shape", [value]), rank) : (constant, 1);
            case 1:
                return (_graph.Node("Gather", [first, _graph.Integers(_random.Next(size), _random.Next(size))]), 2);
            case 2:
                return (_graph.Node("Gather", [first, _graph.Integers(_random.Next(size))]), 1);
            case 3:
                var (second, other) = Any(_integers);
                return size + other <= 5 ? (_graph.Concat(0, first, second), size + other) : (first, size);
            case 4 or 5:
                return (_graph.Node(Any(["Add", "Sub", "Mul", "Div", "Mul", "Max", "Min"]), [first, constant]), size);
            case 6:
                var same = Any([.. _integers.Where(entry => entry.Size == size)]).Name;
                return (_graph.Node(Any(["Add", "Sub", "Mul", "Div"]), [first, same]), size);
            case 7:
                return (_graph.Node("Where", [_graph.Node("Less", [first, constant]), constant, first]), size);
            default:
                var narrow = _graph.Node("Cast", [first], OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
                return (_graph.Node("Cast", [narrow], OnnxGraph.CreateAttribute("to", (long)DataType.Int64)), size);
        }
    }

    private (string Name, int Size) Value()
    {
        var (first, rank) = Any(_values);
        var (integers, size) = Any(_integers);
        var axis = rank == 0 ? 0 : _random.Next(rank);
        switch (_random.Next(rank == 0 ? 2 : 14))
        {
            case 0:
                return (_graph.Node("ConstantOfShape", [integers]), size);
            case 1:
                return (_graph.Node("Expand", [first, integers]), Math.Max(rank, size));
            case 2 when size == rank:
                return (_graph.Node("Tile", [first, integers]), rank);
            case 3:
                return (_graph.Reshape(first, -1), 1);
            case 4 when rank > 1:
                return (_graph.Reshape(first, 0, -1), 2);
            case 5:
                return (_graph.Concat(axis, first, first), rank);
            case 6 when rank < 5:
                return (_graph.Unsqueeze(first, axis), rank + 1);
            case 7:
                return (_graph.Transpose(first, [.. Enumerable.Range(0, rank).Select(other => (long)((other + axis) % rank))]), rank);
            case 8:
                return (_graph.Node("Gather", [first, _graph.Integers(0, 0, 0)], OnnxGraph.CreateAttribute("axis", axis)), rank);
            case 9:
                return (_graph.Node(Any(["Add", "Mul"]), [first, Any([.. _values.Where(entry => entry.Size <= rank)]).Name]), rank);
            case 10 when rank > 1:
                return (_graph.Node("MatMul", [_graph.Reshape(first, -1, 1), _graph.Reshape(Any(_values).Name, 1, -1)]), 2);
            case 11:
                return (_graph.Slice(first, axis, Any([0L, -1, 1]), Any([long.MaxValue, 2, -1]), 1), rank);
            case 12 when rank > 1:
                return (_graph.Node("Flatten", [first], OnnxGraph.CreateAttribute("axis", axis)), 2);
            case 13:
                return (_graph.Node("ReduceMax", [first], OnnxGraph.CreateAttribute("axes", [axis])), rank);
            default:
                return (_graph.Node("Reshape", [first, integers]), size);
        }
    }

    private long Small() => Any([-1L, 0, 1, 2, 3, 7, 100, 1 << 12, 1 << 30, (1L << 31) + 1, long.MaxValue]);

    private T Any<T>(IReadOnlyList<T> list) => StructureMutation.Any(list, _random);
}
