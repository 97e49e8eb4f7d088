namespace MlNetRecurrent;

/// <summary>Returns the output of the model for the current row of a cursor. It is valid until the cursor moves.</summary>
internal delegate ModelOutput RowOutputGetter();
