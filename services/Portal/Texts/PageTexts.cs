namespace Ronghe.Portal.Texts;

/// <summary>Names the resource files of the pages: PageTexts.resx is Chinese and complete, PageTexts.en.resx is English and complete.</summary>
public sealed class PageTexts;
