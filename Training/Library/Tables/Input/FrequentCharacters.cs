namespace MlNetRecurrent.Training;

/// <summary>Characters that are frequent in texts and labels: each encoding of two bytes reads those of another as rare ones.</summary>
internal static class FrequentCharacters
{
    /// <summary>Chinese characters in simplified, traditional and Japanese forms.</summary>
    public const string Han =
        "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家"
        + "学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经"
        + "头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿"
        + "者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听"
        + "世气信北少关并内加化由却代军产入先山五太水万市坏否男常异红绿蓝黄白黑色猫狗般差低冷热快慢"
        + "买卖涨跌晴雨雪阴类别型优良類別這個國說們為來會對後時開無現實業電東關與紅綠藍黃貓壞異買賣"
        + "陰優気温値結果悪赤青円";

    /// <summary>Korean syllables.</summary>
    public const string Hangul =
        "이다는에의가을하고지를로은한도사기인자서리대어나시해정스아수일부라장보그주제전상원구공동"
        + "조국성신여경들있것과만와위무선문용진비유소적면관화회개년마방발생남모계학실세간미거오중분"
        + "물치행반안북운영체강더습니없같음좋쁨높낮예통호양색흑백맑눈바람파랑빨노초";
}
