using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Tests;

/// <summary>Files around graphs that tests build by hand.</summary>
internal static class TestGraphs
{
    public static ModelProto Model(GraphProto graph, long opset, string producer = "")
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = producer, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return model;
    }
}
