using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Opens model files with ONNX Runtime for <see cref="RecurrentModel"/>.</summary>
internal sealed class OnnxRuntimeLoader : IOnnxRuntime
{
    private OnnxRuntimeLoader()
    {
    }

    /// <summary>The only instance. It has no state.</summary>
    public static OnnxRuntimeLoader Instance { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(OnnxSessionOptions options)
    {
        if (!ExecutionProviders.IsAvailable(options.ExecutionProvider))
        {
            var available = string.Join(", ", ExecutionProviders.Available);
            yield return $"{nameof(options.ExecutionProvider)} is '{options.ExecutionProvider}', "
                + $"expected one of the providers in the ONNX Runtime package of this application: {available}";
        }
    }

    /// <inheritdoc/>
    public IScoringEngine Open(TrustedModelFile file, NetworkDescription network, RecurrentModelOptions options) =>
        new OnnxRuntimeScoring(file, network, options);

    /// <inheritdoc/>
    public (IScoringEngine Engine, GraphDescription Graph) OpenGraph(TrustedModelFile file, GraphRoles roles, RecurrentModelOptions options)
    {
        var session = OnnxRuntimeEngine.Open(file, options.Workers, options.Session);
        try
        {
            var graph = GraphProbe.Describe(session, roles, file.Name);
            return (new GraphScoring(session, graph, file.Name), graph);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
