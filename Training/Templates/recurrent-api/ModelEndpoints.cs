using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MlNetRecurrent;

namespace ApiNamespace;

/// <summary>The endpoints of the hosted model.</summary>
internal static class ModelEndpoints
{
    /// <summary>The name under which the model is registered.</summary>
    public const string ModelName = "model";

    // A request occupies a processor in proportion to its time steps. Longer bodies than this get the response 413.
    private const long MaxBodySize = 1 << 20;

    public static void MapModel(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/model", Describe);
        routes.MapPost("/score", Score).WithMetadata(new RequestSizeLimitAttribute(MaxBodySize));
    }

    private static Ok<ModelResponse> Describe([FromKeyedServices(ModelName)] HostedModel model) =>
        TypedResults.Ok(ModelResponse.Create(model.Card, model.Status));

    private static Results<Ok<ScoreResponse>, ValidationProblem> Score(
        ScoreRequest request, [FromKeyedServices(ModelName)] HostedModel model)
    {
        // The lease keeps one version of the model open, even if its file is replaced meanwhile.
        using var lease = model.AcquireLease();
        if (request.FindError(lease.Model.Signature) is { } error)
            return InvalidSequence(error);

        var steps = request.Sequence!.Length;
        var output = new float[lease.Model.GetOutputSize(steps)];
        var quantiles = new float[lease.Model.GetQuantilesSize(steps)];
        float[] values = [.. request.Sequence.SelectMany(step => step!)];
        lease.Model.ScoreBatch(new SequenceBatch { Values = values, Count = 1, Quantiles = quantiles }, output);

        // For example, a model of logarithms has no output for a negative value.
        return output.All(float.IsFinite) && quantiles.All(float.IsFinite)
            ? TypedResults.Ok(new ScoreResponse(output, quantiles))
            : InvalidSequence("The model has no output for these values.");
    }

    private static ValidationProblem InvalidSequence(string error) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["sequence"] = [error] });
}
