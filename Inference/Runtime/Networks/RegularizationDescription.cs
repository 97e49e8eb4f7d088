namespace MlNetRecurrent;

/// <summary>
/// The part of a <see cref="NetworkDescription"/> that is used in training only: dropout. Immutable. It changes
/// neither the exported graph nor the outputs of a trained network.
/// </summary>
public sealed record RegularizationDescription
{
    /// <summary>The dropout between recurrent layers: the fraction of values dropped, from 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// The fraction of recurrent weights dropped, from 0 to less than 1: for each batch, a layer leaves out the same weights at every time step and
    /// scales up the others (DropConnect; Merity, Keskar and Socher 2018).
    /// </summary>
    /// <value>Default: 0.</value>
    public double RecurrentDropout { get; init; }

    /// <summary>The fraction of the pooled hidden state dropped before the head, from 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double HeadDropout { get; init; }
}
