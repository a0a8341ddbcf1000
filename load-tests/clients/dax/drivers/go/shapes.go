package lines

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// fill sets a member of an SDK's object, whose fields have the names of the service's members.
func (c *Client) fill(into reflect.Value, from any) error {
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		return c.fill(into.Elem(), from)
	case reflect.Interface:
		return c.fillValue(into, from)
	case reflect.Struct:
		for name, member := range from.(map[string]any) {
			field := into.FieldByName(name)
			if !field.IsValid() {
				return fmt.Errorf("no member %s", name)
			}
			if err := c.fill(field, member); err != nil {
				return err
			}
		}
	case reflect.Map:
		into.Set(reflect.MakeMap(into.Type()))
		for name, member := range from.(map[string]any) {
			value := reflect.New(into.Type().Elem()).Elem()
			if err := c.fill(value, member); err != nil {
				return err
			}
			into.SetMapIndex(reflect.ValueOf(name).Convert(into.Type().Key()), value)
		}
	case reflect.Slice:
		if text, isText := from.(string); isText {
			decoded, err := base64.StdEncoding.DecodeString(text)
			into.SetBytes(decoded)
			return err
		}
		list := from.([]any)
		into.Set(reflect.MakeSlice(into.Type(), len(list), len(list)))
		for i, element := range list {
			if err := c.fill(into.Index(i), element); err != nil {
				return err
			}
		}
	case reflect.Bool:
		into.SetBool(from.(bool))
	case reflect.Int32, reflect.Int64:
		number, err := from.(json.Number).Int64()
		into.SetInt(number)
		return err
	case reflect.String:
		into.SetString(from.(string))
	default:
		return fmt.Errorf("a member of type %s", into.Type())
	}
	return nil
}

// fillValue makes an attribute value where the SDK has a type for each kind, with one field.
func (c *Client) fillValue(into reflect.Value, from any) error {
	for name, member := range from.(map[string]any) {
		kind, known := c.Values[name]
		if !known {
			return fmt.Errorf("no member %s", name)
		}
		value := reflect.New(reflect.TypeOf(kind).Elem())
		if err := c.fill(value.Elem().FieldByName("Value"), member); err != nil {
			return err
		}
		into.Set(value)
	}
	return nil
}

// JSON makes of an SDK's object what the service would have sent. What is nil is left out.
func JSON(object any) any {
	return written(reflect.ValueOf(object))
}

func written(value reflect.Value) any {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil
		}
		return written(value.Elem())
	case reflect.Struct:
		if _, kind, isValue := strings.Cut(value.Type().Name(), "AttributeValueMember"); isValue {
			return map[string]any{kind: written(value.FieldByName("Value"))}
		}
		return members(value)
	case reflect.Map:
		object := map[string]any{}
		for each := value.MapRange(); each.Next(); {
			object[each.Key().String()] = written(each.Value())
		}
		return object
	case reflect.Slice:
		if value.Type().Elem().Kind() == reflect.Uint8 {
			return base64.StdEncoding.EncodeToString(value.Bytes())
		}
		list := make([]any, value.Len())
		for i := range list {
			list[i] = written(value.Index(i))
		}
		return list
	default:
		return value.Interface()
	}
}

func members(value reflect.Value) any {
	object := map[string]any{}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		member := value.Field(i)
		if !field.IsExported() || field.Name == "ResultMetadata" {
			continue
		}
		switch member.Kind() {
		case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice:
			if member.IsNil() {
				continue
			}
		}
		object[field.Name] = written(member)
	}
	return object
}
