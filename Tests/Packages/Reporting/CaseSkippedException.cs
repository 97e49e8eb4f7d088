namespace MlNetRecurrent.Packages;

/// <summary>A case cannot be run on this machine.</summary>
/// <param name="reason">What is missing, and how to get it.</param>
internal sealed class CaseSkippedException(string reason) : Exception(reason);
