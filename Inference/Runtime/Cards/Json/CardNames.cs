namespace MlNetRecurrent;

/// <summary>The names of enumeration values in the JSON of model cards. They are stored in files and must not change.</summary>
internal static class CardNames
{
    internal sealed class Tasks() : NamedValueConverter<RecurrentTask>(
        ("Forecast", RecurrentTask.Forecast),
        ("Classify", RecurrentTask.Classify),
        ("Tag", RecurrentTask.Tag),
        ("Encode", RecurrentTask.Encode),
        ("Language", RecurrentTask.Language));

    internal sealed class Normalizations() : NamedValueConverter<InputNormalization>(
        ("None", InputNormalization.None),
        ("Standard", InputNormalization.Standard),
        ("Window", InputNormalization.Window),
        ("Series", InputNormalization.Series));

    internal sealed class Directions() : NamedValueConverter<SequenceDirection>(
        ("Forward", SequenceDirection.Forward),
        ("Reverse", SequenceDirection.Reverse),
        ("Bidirectional", SequenceDirection.Bidirectional));

    internal sealed class Poolings() : NamedValueConverter<SequencePooling>(
        ("Last", SequencePooling.FinalState),
        ("LastStep", SequencePooling.LastStep),
        ("Every", SequencePooling.None),
        ("Mean", SequencePooling.Mean),
        ("Max", SequencePooling.Max),
        ("LastSteps", SequencePooling.LastSteps));

    internal sealed class Activations() : NamedValueConverter<ActivationKind>(
        ("Identity", ActivationKind.Identity),
        ("Relu", ActivationKind.Relu),
        ("Tanh", ActivationKind.Tanh),
        ("Sigmoid", ActivationKind.Sigmoid),
        ("HardSigmoid", ActivationKind.HardSigmoid),
        ("Gelu", ActivationKind.Gelu),
        ("GeluTanh", ActivationKind.GeluTanh),
        ("LeakyRelu", ActivationKind.LeakyRelu),
        ("Elu", ActivationKind.Elu),
        ("Softplus", ActivationKind.Softplus),
        ("Softsign", ActivationKind.Softsign),
        ("Affine", ActivationKind.Affine));

    internal sealed class Transforms() : NamedValueConverter<TargetTransform>(
        ("None", TargetTransform.None),
        ("Log", TargetTransform.Log),
        ("SquareRoot", TargetTransform.SquareRoot));

    internal sealed class ResidualBaselines() : NamedValueConverter<ResidualBaseline>(
        ("None", ResidualBaseline.None),
        ("Last", ResidualBaseline.LastValue),
        ("Seasonal", ResidualBaseline.SeasonalNaive),
        ("Drift", ResidualBaseline.SeasonalDrift));

    internal sealed class Precisions() : NamedValueConverter<WeightPrecision>(
        ("Float32", WeightPrecision.Float32),
        ("Float16", WeightPrecision.Float16),
        ("Int8", WeightPrecision.Int8));

    internal sealed class CalendarFields() : NamedValueConverter<CalendarField>(
        ("Month", CalendarField.Month),
        ("YearDay", CalendarField.YearDay),
        ("Weekday", CalendarField.Weekday),
        ("Hour", CalendarField.Hour));

    internal sealed class GridAggregates() : NamedValueConverter<GridAggregate>(
        ("Mean", GridAggregate.Mean),
        ("Sum", GridAggregate.Sum),
        ("Last", GridAggregate.Last),
        ("First", GridAggregate.First),
        ("Min", GridAggregate.Min),
        ("Max", GridAggregate.Max));

    internal sealed class GridFills() : NamedValueConverter<GridFill>(
        ("Refuse", GridFill.Refuse),
        ("Interpolate", GridFill.Interpolate),
        ("Carry", GridFill.Carry),
        ("Zero", GridFill.Zero));

    internal sealed class TokenUnits() : NamedValueConverter<TokenUnit>(
        ("Characters", TokenUnit.Characters),
        ("Words", TokenUnit.Words));
}
