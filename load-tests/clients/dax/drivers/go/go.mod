module larder/dax/lines

go 1.24
