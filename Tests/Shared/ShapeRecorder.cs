using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Tests;

/// <summary>
/// Records the shape that ML.NET derives from a schema. A chain of estimators passes it to each estimator before it fits the first.
/// </summary>
internal sealed class ShapeRecorder : IEstimator<ITransformer>
{
    private SchemaShape? _shape;

    public static SchemaShape ShapeOf(IDataView view)
    {
        var recorder = new ShapeRecorder();
        new EstimatorChain<ITransformer>().Append(recorder).Fit(view);
        return recorder._shape!;
    }

    public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _shape = inputSchema;
}
