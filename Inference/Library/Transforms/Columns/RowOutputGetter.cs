namespace MlNetRecurrent;

/// <summary>Gives the model's answer to the row that a cursor stands on; valid until the cursor moves.</summary>
internal delegate ModelOutput RowOutputGetter();
