namespace MlNetRecurrent.Packages;

/// <summary>Cases that share a preparation, such as an installation.</summary>
internal interface ICaseGroup
{
    /// <summary>The preparation, which is run if one of the cases is; <see langword="null"/> if there is none.</summary>
    InstallCase? Preparation { get; }

    /// <summary>The cases.</summary>
    IEnumerable<InstallCase> Cases { get; }
}
