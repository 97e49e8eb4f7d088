using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Reads the codes of categories from the input of a network.</summary>
internal static class CategoryInputs
{
    /// <summary>
    /// The share of the sequences of a training batch in which a category counts as unknown, so that the vector of code 0 is trained.
    /// </summary>
    public const double UnknownShare = 0.05;

    /// <summary>Reads the codes, int64 [batch, time, categories]; invalid ones are 0.</summary>
    /// <param name="network">The description of the network; it has categories.</param>
    /// <param name="values">The raw values [batch, time, features].</param>
    public static Tensor Read(NetworkDescription network, Tensor values) =>
        Validate(network, values.narrow(2, network.NumericFeatures, network.Categories.Count));

    /// <summary>Converts codes, float [batch, time, categories], to int64; invalid ones are 0.</summary>
    public static Tensor Validate(NetworkDescription network, Tensor codes)
    {
        var counts = tensor([.. network.Categories.Select(category => (float)category.Count)]);
        var isValid = (codes >= 0).logical_and(codes <= counts).logical_and(codes == codes.floor());
        return where(isValid, codes, zeros_like(codes)).to(ScalarType.Int64);
    }

    /// <summary>Extends codes over the horizon by those of the last step: [batch, time + horizon, categories].</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="horizon">The number of steps of the horizon.</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    public static Tensor Continue(Tensor codes, int horizon, SequenceLengths? lengths)
    {
        var last = SelectLast(codes, lengths);
        var extended = cat([codes, last.expand(-1, horizon, -1)], 1);
        return lengths is null ? extended : where(new SequenceLengths(lengths.Lengths, extended.shape[1]).StepMask, extended, last);
    }

    /// <summary>Selects the codes of the last step of each sequence: [batch, 1, categories].</summary>
    public static Tensor SelectLast(Tensor codes, SequenceLengths? lengths) =>
        lengths is null ? codes.narrow(1, codes.shape[1] - 1, 1) : lengths.GatherLastSteps(codes, 1);

    /// <summary>Selects the entries of a table [codes, size] for the codes of the series, the first category: [batch, time, size].</summary>
    public static Tensor SelectOfSeries(Tensor table, Tensor codes) =>
        table.index_select(0, codes.select(2, 0).flatten()).reshape(codes.shape[0], codes.shape[1], -1);

    /// <summary>Sets a random share of the categories of a batch to 0, each for its whole sequence; draws from LibTorch's random generator.</summary>
    public static Tensor DropSome(Tensor codes) => codes * (rand([codes.shape[0], 1, codes.shape[2]]) >= UnknownShare);
}
